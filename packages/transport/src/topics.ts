import { Observable, Subject } from 'rxjs';

/** What may wait, over all topics of a link, for a subscriber that has not come yet. Beyond it, news is dropped. */
const MAX_UNREAD_BYTES = 1_048_576;
/** So that a thousand empty messages are not free. */
const MESSAGE_OVERHEAD_BYTES = 64;

export interface Topics {
  of(name: string): Observable<unknown>;
  deliver(name: string, body: unknown, bytes: number): void;
  complete(): void;
}

interface Topic {
  readonly live: Subject<unknown>;
  early: { readonly body: unknown; readonly bytes: number }[];
  subscribed: boolean;
}

/** Sorts a link's messages by topic; a topic nobody reads is kept within bounds, for one who subscribes a moment late. */
export function createTopics(): Topics {
  const topics = new Map<string, Topic>();
  let unread = 0;
  let over = false;

  const topicOf = (name: string): Topic => {
    const known = topics.get(name);
    if (known) return known;
    const topic: Topic = { live: new Subject(), early: [], subscribed: false };
    topics.set(name, topic);
    return topic;
  };

  return {
    of: (name) =>
      new Observable<unknown>((subscriber) => {
        const topic = topicOf(name);
        topic.subscribed = true;
        for (const { body, bytes } of topic.early.splice(0)) {
          unread -= bytes;
          subscriber.next(body);
        }
        if (over) subscriber.complete();
        return topic.live.subscribe(subscriber);
      }),
    deliver: (name, body, length) => {
      const bytes = length + MESSAGE_OVERHEAD_BYTES;
      const known = topics.get(name);
      if (known?.subscribed) known.live.next(body);
      else if (unread + bytes <= MAX_UNREAD_BYTES) {
        unread += bytes;
        topicOf(name).early.push({ body, bytes });
      }
    },
    complete: () => {
      over = true;
      for (const { live } of topics.values()) live.complete();
    },
  };
}

import { Observable, Subject } from 'rxjs';

/** What a channel holds before anybody listens; a peer that sends more into the silence is cut off. */
export const MAX_UNREAD_BYTES = 8_388_608;

/** Received messages: kept for the first subscriber, then passed on as they come. */
export interface Inbox {
  readonly messages$: Observable<Uint8Array>;
  /** @returns false when more than {@link MAX_UNREAD_BYTES} wait unread. */
  push(bytes: Uint8Array): boolean;
  complete(): void;
}

export function createInbox(): Inbox {
  const live = new Subject<Uint8Array>();
  let waiting: Uint8Array[] | undefined = [];
  let waitingBytes = 0;
  return {
    messages$: new Observable<Uint8Array>((subscriber) => {
      const early = waiting ?? [];
      waiting = undefined;
      for (const bytes of early) subscriber.next(bytes);
      return live.subscribe(subscriber);
    }),
    push: (bytes) => {
      if (!waiting) {
        live.next(bytes);
        return true;
      }
      waitingBytes += bytes.length;
      if (waitingBytes > MAX_UNREAD_BYTES) return false;
      waiting.push(bytes);
      return true;
    },
    complete: () => live.complete(),
  };
}

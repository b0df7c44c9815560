import type { Inspected, InspectedActor, InspectedNow, StateValue } from '../api-types.ts';

/** One actor as it stands. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly parent: string | undefined;
  /** Its machine as JSON. */
  readonly definition: string;
  readonly status: InspectedActor['snapshot']['status'];
  readonly value: StateValue | undefined;
  readonly context: InspectedActor['snapshot']['context'];
}

/** What happened to one actor: it was sent something, or stands somewhere else. */
export interface Line {
  /** Counts up. */
  readonly number: number;
  /** Ms since 1970. */
  readonly at: number;
  readonly actor: string;
  readonly name: string;
  readonly kind: 'sent' | 'stands';
  /** An event with what may be seen of it, or the new states. */
  readonly text: string;
}

export interface Watched {
  readonly actors: ReadonlyMap<string, Actor>;
  /** The newest first. */
  readonly lines: readonly Line[];
  readonly count: number;
}

export const NOTHING: Watched = { actors: new Map(), lines: [], count: 0 };
const KEPT_LINES = 500;
/** Actors that have ended and are still listed. */
const KEPT_ENDED = 32;

/** `present.friends.watching`, one for each region; "" for a machine without states. */
export const statesOf = (value: StateValue | undefined): readonly string[] =>
  value === undefined
    ? []
    : typeof value === 'string'
      ? [value]
      : Object.entries(value).flatMap(([name, inner]) => {
          const below = statesOf(inner);
          return below.length === 0 ? [name] : below.map((state) => `${name}.${state}`);
        });

/** The same for a list, in which only the last name has room. */
export const shortStates = (value: StateValue | undefined): string =>
  statesOf(value)
    .map((state) => state.split('.').at(-1) ?? '')
    .join(', ');

/** An event as one line: its type, and what may be seen of the rest. */
export const eventText = ({ type, ...rest }: { readonly type: string } & Readonly<Record<string, unknown>>) =>
  [type, ...Object.entries(rest).map(([name, value]) => `${name}: ${String(value)}`)].join('  ');

const actorOf = ({ sessionId, name, parentId, definition, snapshot }: InspectedActor): Actor => ({
  id: sessionId,
  name,
  parent: parentId,
  definition,
  status: snapshot.status,
  value: snapshot.value,
  context: snapshot.context,
});

function noted(watched: Watched, message: Inspected, line: Pick<Line, 'kind' | 'text'>): Watched {
  const number = watched.count + 1;
  const actor = message.sessionId;
  const name = watched.actors.get(actor)?.name ?? actor;
  const whole = { ...line, number, at: Number(message.createdAt), actor, name };
  return { ...watched, count: number, lines: [whole, ...watched.lines].slice(0, KEPT_LINES) };
}

function withActor({ actors, ...watched }: Watched, actor: Actor): Watched {
  const all = new Map(actors).set(actor.id, actor);
  const ended = [...all.values()].filter(({ status }) => status !== 'active');
  for (const { id } of ended.slice(0, -KEPT_ENDED)) all.delete(id);
  return { ...watched, actors: all };
}

/** What is known after one more message. */
export function told(watched: Watched, message: Inspected): Watched {
  switch (message.type) {
    case '@xstate.actor':
      return withActor(watched, actorOf(message));
    case '@xstate.event':
      return noted(watched, message, { kind: 'sent', text: eventText(message.event) });
    case '@xstate.snapshot': {
      const actor = watched.actors.get(message.sessionId);
      if (actor === undefined) return watched;
      const { status, value, context } = message.snapshot;
      const after = withActor(watched, { ...actor, status, value, context });
      const [before, now] = [statesOf(actor.value).join('\n'), statesOf(value).join('\n')];
      if (status === actor.status && before === now) return after;
      const text = [...statesOf(value), ...(status === 'active' ? [] : [`(${status})`])].join(', ');
      return noted(after, message, { kind: 'stands', text });
    }
  }
}

/** What is known to whoever begins to watch. */
export function beginning({ actors, recent }: InspectedNow): Watched {
  const known = actors.map(actorOf).reduce(withActor, NOTHING);
  // Each stands where it stands now; of what was before only the events are still news.
  return recent.filter(({ type }) => type === '@xstate.event').reduce(told, known);
}

/** Actors below whoever made them, each with how deep; those whose maker is not known come at the top. */
export function family(actors: ReadonlyMap<string, Actor>): readonly (Actor & { readonly depth: number })[] {
  const all = [...actors.values()];
  const below = (parent: string | undefined, depth: number): readonly (Actor & { depth: number })[] =>
    all
      .filter(
        (actor) =>
          (actor.parent !== undefined && actors.has(actor.parent) ? actor.parent : undefined) === parent,
      )
      .flatMap((actor) => [{ ...actor, depth }, ...(depth < 8 ? below(actor.id, depth + 1) : [])]);
  return below(undefined, 0);
}

/** Lines about one actor or all, in which every word that is looked for stands. */
export function sought(lines: readonly Line[], words: string, actor: string | undefined): readonly Line[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return lines.filter((line) => {
    const text = `${line.name} ${line.text}`.toLowerCase();
    return (actor === undefined || line.actor === actor) && wanted.every((word) => text.includes(word));
  });
}

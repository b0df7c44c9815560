import {
  createActor,
  SimulatedClock,
  type AnyStateMachine,
  type EmittedFrom,
  type EventFromLogic,
  type InputFrom,
  type SnapshotFrom,
} from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { createCoverage, transitionsOf } from './coverage.ts';

/** One event on a walk, and what came of it. What an actor says when it starts comes before the first. */
export interface Stride<T extends AnyStateMachine> {
  readonly before: SnapshotFrom<T>;
  readonly event: EventFromLogic<T>;
  readonly after: SnapshotFrom<T>;
  readonly emitted: readonly EmittedFrom<T>[];
}

interface Country<T extends AnyStateMachine> {
  readonly inputs: readonly InputFrom<T>[];
  /** Everything that may happen; the ends of waits come by themselves. */
  readonly events: readonly EventFromLogic<T>[];
  /** What of the context tells two states apart; the less, the fewer walks. */
  readonly apart?: (context: SnapshotFrom<T>['context']) => unknown;
}

/**
 * Walks generated from a machine itself: to every state that can be reached, by the shortest way, and from there on
 * by everything that may happen. Nobody has to think of them, so they also go where nobody thought of.
 *
 * @param see looks at every stride, of every walk from its beginning.
 * @returns the transitions that no walk took.
 */
export function walkEverywhere<T extends AnyStateMachine>(
  machine: T,
  { inputs, events, apart = () => null }: Country<T>,
  see: (walk: readonly Stride<T>[]) => void = () => undefined,
): readonly string[] {
  const coverage = createCoverage(machine);
  const happening = transitionsOf(machine.root).map(({ eventType }) => eventType as string);
  const waits = new Set(happening.filter((type) => type.startsWith('xstate.after.')));
  const all = [...events, ...[...waits].map((type) => ({ type }) as EventFromLogic<T>)];
  for (const input of inputs) {
    const paths = getShortestPaths(machine as AnyStateMachine, {
      input,
      events: all,
      limit: 100_000,
      serializeState: ({ value, context }: SnapshotFrom<AnyStateMachine>) =>
        JSON.stringify([value, apart(context as SnapshotFrom<T>['context'])]),
    });
    for (const { steps } of paths) {
      const way = steps
        .map(({ event }) => event as EventFromLogic<T>)
        .filter(({ type }) => type !== 'xstate.init');
      for (const last of all) see(walk(machine, input, [...way, last], coverage.inspect));
    }
  }
  return coverage.missing();
}

function walk<T extends AnyStateMachine>(
  machine: T,
  input: InputFrom<T>,
  events: readonly EventFromLogic<T>[],
  inspect: ReturnType<typeof createCoverage>['inspect'],
): readonly Stride<T>[] {
  const actor = createActor(machine as AnyStateMachine, { input, clock: new SimulatedClock(), inspect });
  let emitted: EmittedFrom<T>[] = [];
  actor.on('*', (event) => emitted.push(event as EmittedFrom<T>));
  actor.start();
  const strides: Stride<T>[] = [];
  for (const event of events) {
    const before = actor.getSnapshot() as SnapshotFrom<T>;
    emitted = [];
    actor.send(event);
    strides.push({ before, event, after: actor.getSnapshot() as SnapshotFrom<T>, emitted });
  }
  actor.stop();
  return strides;
}

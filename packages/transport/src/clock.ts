import type { ActorOptions, AnyActorLogic } from 'xstate';

/** Whose time timers run on: XState's own kind, so that one `SimulatedClock` drives links, wires and machines. */
export type Clock = NonNullable<ActorOptions<AnyActorLogic>['clock']>;

export const SYSTEM_CLOCK: Clock = {
  setTimeout: (run: () => void, ms: number) => setTimeout(run, ms),
  clearTimeout: (id: NodeJS.Timeout) => clearTimeout(id),
};

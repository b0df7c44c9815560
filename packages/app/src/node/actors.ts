import {
  createActor,
  setup,
  stopChild,
  type Actor,
  type ActorRefFrom,
  type AnyActorLogic,
  type AnyActorRef,
  type EmittedFrom,
  type InputFrom,
  type InspectionEvent,
} from 'xstate';
import type { Clock } from '@fyteclub/transport';

/**
 * The root of a node's one actor system. It only owns: every concern runs as its child, so that they share a
 * clock and an inspector sees them all. What they mean to each other is wired around them.
 */
export const nodeMachine = setup({
  types: { events: {} as { type: 'STOP'; actor: AnyActorRef } },
  actions: { end: stopChild(({ event }) => event.actor) },
}).createMachine({
  id: 'node',
  on: { STOP: { actions: 'end' } },
});

/** Watches a node's machines; called for all that any of them is sent and does. */
export type Inspect = (event: InspectionEvent) => void;

/** The node's actor system, as its parts see it. */
export interface Actors {
  /**
   * Starts `machine` under `id`, which names it in the inspector too.
   * @param perform does what the machine emits; it hears everything from the first state on.
   */
  spawn<Machine extends AnyActorLogic>(
    id: string,
    machine: Machine,
    input: InputFrom<Machine>,
    perform: (effect: EmittedFrom<Machine>) => void,
  ): ActorRefFrom<Machine>;
  stop(actor: AnyActorRef): void;
  stopAll(): void;
}

export function createActors(clock: Clock, inspect?: Inspect): Actors {
  const watched = inspect === undefined ? {} : { inspect };
  const root: Actor<typeof nodeMachine> = createActor(nodeMachine, {
    clock,
    systemId: 'node',
    ...watched,
  }).start();
  return {
    spawn: (id, machine, input, perform) => {
      const actor = createActor<AnyActorLogic>(machine, { id, systemId: id, input, parent: root });
      actor.on('*', perform);
      actor.start();
      return actor as ActorRefFrom<typeof machine>;
    },
    stop: (actor) => {
      root.send({ type: 'STOP', actor });
    },
    stopAll: () => {
      root.stop();
    },
  };
}

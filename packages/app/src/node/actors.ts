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
} from 'xstate';
import type { Clock } from '@fyteclub/transport';

/**
 * The root of a node's one actor system. It only owns: every concern runs as its child, so that they share a
 * clock and an inspector sees them all. What they mean to each other is wired around them.
 */
export const nodeMachine = setup({
  types: { events: {} as { type: 'STOP'; actor: AnyActorRef } },
}).createMachine({
  id: 'node',
  on: { STOP: { actions: stopChild(({ event }) => event.actor) } },
});

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

export function createActors(clock: Clock): Actors {
  const root: Actor<typeof nodeMachine> = createActor(nodeMachine, { clock, systemId: 'node' }).start();
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

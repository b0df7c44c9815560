import { productMachines, type Machines } from '@fyteclub/app';
import type { AnyActorRef, AnyStateMachine } from 'xstate';

/**
 * A machine like `machine` that tells of every actor made of it. XState's inspector would tell as well, and of every
 * event besides, which takes a tenth of a simulated group's time.
 */
function telling<Machine extends AnyStateMachine>(
  machine: Machine,
  made: (actor: AnyActorRef) => void,
): Machine {
  const double = Object.create(machine) as Machine;
  double.getInitialSnapshot = (scope, input) => {
    made(scope.self);
    return machine.getInitialSnapshot(scope, input);
  };
  return double;
}

/** The product's machines; actors of those that invariants look at go into `actors`, by their ids. */
export function watchedMachines(actors: Map<string, AnyActorRef>): Machines {
  const made = (actor: AnyActorRef): void => void actors.set(actor.id, actor);
  const { phonebook, election } = productMachines;
  return {
    ...productMachines,
    phonebook: telling(phonebook, made),
    election: telling(election, made),
  };
}

import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition, InspectionEvent } from 'xstate';

/** Which transitions of a machine the stories of a test have walked. */
export interface Coverage {
  /** Give this to `createActor`'s `inspect`. */
  readonly inspect: (event: InspectionEvent) => void;
  /** Every transition not taken yet, as `from EVENT -> to`; the list is empty when the stories are complete. */
  missing(): readonly string[];
}

/** Every transition that a machine declares, its inner states' included. */
export function transitionsOf(node: AnyStateNode): readonly AnyTransitionDefinition[] {
  const own = [...node.transitions.values()].flat();
  return [...own, ...(node.always ?? []), ...Object.values(node.states).flatMap(transitionsOf)];
}

function nameOf({ source, eventType, target, guard }: AnyTransitionDefinition): string {
  const targets = target?.map(({ id }) => id).join() ?? 'stays';
  const condition = typeof guard === 'string' ? ` [${guard}]` : '';
  return `${source.id} ${eventType}${condition} -> ${targets}`;
}

/** Only actors of this very machine object count: `provide` makes another. */
export function createCoverage(machine: AnyStateMachine): Coverage {
  const walked = new Set<AnyTransitionDefinition>();
  return {
    inspect: (event) => {
      if (event.type === '@xstate.microstep') for (const taken of event._transitions) walked.add(taken);
    },
    missing: () =>
      transitionsOf(machine.root)
        .filter((transition) => !walked.has(transition))
        .map(nameOf),
  };
}

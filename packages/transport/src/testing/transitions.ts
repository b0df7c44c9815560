import type { AnyStateNode, AnyTransitionDefinition, InspectionEvent } from 'xstate';

const nameOf = ({ source, eventType, target, guard }: AnyTransitionDefinition): string =>
  `${source.id} ${eventType}${guard ? ` [${JSON.stringify(guard)}]` : ''} → ${target?.map(({ id }) => id).join() ?? ''}`;

/** Every transition that a machine declares, by name. */
export const transitionsOf = (node: AnyStateNode): string[] => [
  ...[...node.transitions.values()].flat().map(nameOf),
  ...(node.always ?? []).map(nameOf),
  ...Object.values(node.states).flatMap(transitionsOf),
];

/** Collects the transitions that actors given `inspect` take. */
export function walking(): {
  readonly walked: Set<string>;
  readonly inspect: (event: InspectionEvent) => void;
} {
  const walked = new Set<string>();
  return {
    walked,
    inspect: (event) => {
      if (event.type === '@xstate.microstep')
        for (const taken of event._transitions) walked.add(nameOf(taken));
    },
  };
}

import type { OpId } from '@fyteclub/identity';
import { firstWrong, type Invariant } from './invariant.ts';
import { Memory } from './memory.ts';

/** What a node knew and had saved before a crash is what it knows after it: nothing of it is missing, nothing half. */
export const restartsWhole: Invariant = {
  name: 'a-restart-finds-old-or-new',
  properties: [68],
  watch: () => {
    const memory = new Memory(() => new Set<OpId>());
    return {
      check: (views) =>
        firstWrong(views, (view) => {
          const { computer, me, phonebook } = view;
          const { graph, roster } = phonebook;
          const saved = memory.of(view);
          const lost = [...saved].find((id) => graph.ops.get(id) === undefined);
          for (const id of graph.ops.keys()) saved.add(id);
          if (lost !== undefined) return `${computer.name} has lost operation ${lost.slice(0, 8)}`;
          if (roster.founder === null) return `${computer.name} is a member of a group without a beginning`;
          return roster.members[me] === undefined
            ? `${computer.name} is a member by its own account and not by its history`
            : undefined;
        }),
    };
  },
};

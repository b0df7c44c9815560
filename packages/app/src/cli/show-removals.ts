import type * as shown from '../shown/index.ts';
import { table } from './table.ts';
import type { Terminal } from './terminal.ts';

/** One removal as a sentence, with the next step where there is one. */
export function showRemoval({ id, target, signatures, needed, state }: shown.RemovalShown): string {
  switch (state) {
    case 'proposed':
      return `Removing ${target.name} has ${signatures} of ${needed} signatures. Another member runs: npx fyteclub sign ${id.slice(0, 8)}`;
    case 'settling':
    case 'removed':
      return `${target.name} is removed.`;
    case 'expired':
      return `Removing ${target.name} found no second signature within 7 days.`;
    case 'void':
      return `Removing ${target.name} came to nothing.`;
  }
}

export function showRemoved({ removal, also }: shown.Removed): string {
  const lines = [...also, removal].map(showRemoval);
  const out = [...also, removal].some(({ state }) => state === 'settling' || state === 'removed');
  return [...lines, ...(out ? ['What was received before stays where it is.'] : [])].join('\n');
}

const SHOWN: Readonly<Record<shown.RemovalShown['state'], string>> = {
  proposed: 'proposed',
  settling: 'removed (settling)',
  removed: 'removed',
  expired: 'expired',
  void: 'void',
};

export const showRemovals = (
  removals: readonly shown.RemovalShown[],
  look: Pick<Terminal, 'paint' | 'columns'>,
): string =>
  removals.length === 0
    ? 'Nobody was ever removed, and nobody is to be.'
    : table(
        ['ID', 'MEMBER', 'STATE', 'SIGNED BY', 'REASON'],
        removals.map((removal) => [
          removal.id.slice(0, 8),
          removal.target.name,
          removal.state === 'proposed'
            ? `${removal.signatures} of ${removal.needed} signatures`
            : SHOWN[removal.state],
          removal.signers.map(({ name }) => name).join(', '),
          removal.reason === '' ? '-' : removal.reason,
        ]),
        look,
      );

import type { TransferShown } from '../shown/index.ts';
import { bar } from './bar.ts';
import { showState } from './show.ts';
import { wrap } from './plain.rules.ts';
import { columnsWithin } from './table.ts';
import type { Terminal } from './terminal.ts';
import { showBytes, showDuration } from './units.ts';

/** What moves: drawn with bars for whoever looks at it, a sentence each for whoever reads it or has no room. */
export function showTransfers(
  transfers: readonly TransferShown[],
  { drawsAnswers, paint, columns: room }: Pick<Terminal, 'drawsAnswers' | 'paint' | 'columns'>,
): string {
  if (transfers.length === 0) return 'Nothing moves.';
  const told = (): readonly string[] => transfers.map((each) => wrap(sentence(each), room, '  '));
  if (!drawsAnswers) return told().join('\n');
  const rows = transfers.map((transfer) => {
    const { mod, direction, member, total, state } = transfer;
    const moves = state === 'transferring' || state === 'complete';
    return [
      `${direction === 'sending' ? '↑' : '↓'} ${mod}`,
      `${direction === 'sending' ? 'to' : 'from'} ${member.name}`,
      { text: bar(partOf(transfer)), paint: moves ? paint.green : paint.dim, whole: true },
      `of ${showBytes(total)}`,
      [showState(transfer), ...pace(transfer)].join(', '),
    ];
  });
  return (columnsWithin(room, rows) ?? told()).join('\n');
}

const partOf = ({ bytes, total }: TransferShown): number => (total === 0 ? 1 : bytes / total);

const pace = ({ state, bytesPerSecond, etaSeconds }: TransferShown): readonly string[] =>
  state === 'transferring'
    ? [`${showBytes(bytesPerSecond)}/s`, ...(etaSeconds === null ? [] : [`${showDuration(etaSeconds)} left`])]
    : [];

function sentence(transfer: TransferShown): string {
  const { mod, direction, member, total } = transfer;
  const way = direction === 'sending' ? `to ${member.name}` : `from ${member.name}`;
  const percent = Math.floor(100 * partOf(transfer));
  const how = [showState(transfer), ...pace(transfer)].join(', ');
  return `${mod} ${way}: ${percent} % of ${showBytes(total)}, ${how}`;
}

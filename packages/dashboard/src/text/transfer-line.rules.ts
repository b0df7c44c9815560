import type { Transfer } from '../api-types.ts';
import { words } from '../words.ts';
import { bytes, duration, percent, rate } from './amounts.rules.ts';

/** How a transfer reads. `waiting` is how things should be, and never looks as if something were wrong. */
export interface TransferLine {
  readonly tone: 'moving' | 'waiting' | 'held' | 'paused' | 'failed';
  readonly sentence: string;
  readonly details: readonly string[];
  readonly percent: number;
}

export const reasonOf = (code: string | null): readonly string[] =>
  code === null ? [] : [words.reasons[code] ?? words.reason(code)];

/** Others go first: here, or at whoever sends it. */
const TURN: ReadonlySet<string | null> = new Set(['queued', 'busy']);

export function transferLine(transfer: Transfer): TransferLine {
  const { mod, state, direction, total } = transfer;
  const who = transfer.member.name;
  const receiving = direction === 'receiving';
  const done = percent(transfer.bytes, total);
  const kept =
    transfer.bytes === 0
      ? [bytes(total)]
      : [receiving ? words.transfers.kept(done) : words.transfers.of(bytes(transfer.bytes), bytes(total))];
  switch (state) {
    case 'transferring':
    case 'complete':
      return {
        tone: 'moving',
        sentence: (receiving ? words.transfers.receiving : words.transfers.sending)(mod, who),
        details: [
          `${done} %`,
          rate(transfer.bytesPerSecond),
          ...(transfer.etaSeconds === null ? [] : [words.transfers.left(duration(transfer.etaSeconds))]),
          words.transfers.of(bytes(transfer.bytes), bytes(total)),
        ],
        percent: done,
      };
    case 'waiting-for-range':
      return {
        tone: 'waiting',
        sentence: words.transfers.outOfRange(mod, who),
        details: kept,
        percent: done,
      };
    case 'waiting': {
      const { waiting, stopped, turnReceiving, turnSending } = words.transfers;
      if (transfer.reason !== null && !TURN.has(transfer.reason)) {
        const details = [...reasonOf(transfer.reason), ...kept];
        return { tone: 'waiting', sentence: stopped(mod, who), details, percent: done };
      }
      const sentence = transfer.reason === null ? waiting : receiving ? turnReceiving : turnSending;
      return { tone: 'waiting', sentence: sentence(mod, who), details: kept, percent: done };
    }
    case 'held':
      return {
        tone: 'held',
        sentence: words.transfers.held(mod, who),
        details: [...reasonOf(transfer.reason), ...kept],
        percent: done,
      };
    case 'paused': {
      const sentence = (receiving ? words.transfers.pausedReceiving : words.transfers.pausedSending)(
        mod,
        who,
      );
      return { tone: 'paused', sentence, details: [...reasonOf(transfer.reason), ...kept], percent: done };
    }
    case 'failed':
      return {
        tone: 'failed',
        sentence: words.transfers.failed(mod, who),
        details: [...reasonOf(transfer.reason), ...kept],
        percent: done,
      };
  }
}

/** Bytes a second, both ways. */
export function rates(transfers: readonly Transfer[]): { readonly up: number; readonly down: number } {
  const sum = (direction: Transfer['direction']): number =>
    transfers
      .filter((one) => one.direction === direction && one.state === 'transferring')
      .reduce((all, one) => all + one.bytesPerSecond, 0);
  return { up: sum('sending'), down: sum('receiving') };
}

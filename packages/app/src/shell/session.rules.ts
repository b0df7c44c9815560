import type { TransferSessionContext } from '@fyteclub/transfer';
import type { Wish } from '../node/lanes.rules.ts';

/** A session's context and the name of its state, nested states joined with dots. */
export type SessionSnapshot = TransferSessionContext & { readonly value: string };

/** Whether bytes move or are about to. */
const isBusy = ({ value }: SessionSnapshot): boolean => value.startsWith('near.moving');

/** Whether its request was turned away, or its sending cut short, to let others go first. */
export const isTurnedAway = ({ value, reason }: SessionSnapshot): boolean =>
  value === 'near.offered' && reason === 'queued';

/** Whether people see it among what moves: an offered mod that nobody asked for is no transfer. */
export const isTransfer = (session: SessionSnapshot): boolean =>
  session.direction === 'inbound' || isBusy(session) || isTurnedAway(session);

/** What it wants of the way that all transfers share. A sender wants nothing before it is asked. */
export function wishOf(session: SessionSnapshot): Wish {
  if (isBusy(session) || session.value === 'near.requesting') return 'moves';
  return session.value === 'near.queued' ? 'waits' : 'nothing';
}

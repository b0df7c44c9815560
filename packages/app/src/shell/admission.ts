import { pairOpen, pairSeal, utf8, type EpochId, type ReconnectJoin } from '@fyteclub/identity';
import { err, ok, type Result } from '@fyteclub/identity';
import type { Self } from './context.ts';
import type { Book } from './book.ts';
import type { Epochs } from './epochs.ts';
import { leaseFor } from './leases.ts';
import type { Peer } from './negotiation.ts';

/**
 * `membership.welcome`: everything a newcomer needs, so that it is adopted whole or not at all. A long history goes
 * ahead in parts, because one message takes a megabyte.
 */
export interface Welcome {
  readonly type: 'membership.welcome';
  readonly ops: readonly Uint8Array[];
  readonly records: readonly Uint8Array[];
  readonly token: Uint8Array;
  readonly epoch: string;
  /** The epoch key, sealed to the newcomer alone. */
  readonly epochBox: Uint8Array;
}

/** `membership.history`: the beginning of the operations that the welcome ends with. */
export interface History {
  readonly type: 'membership.history';
  readonly ops: readonly Uint8Array[];
}

const PART_BYTES = 512 * 1024;
/** A group of a thousand with years behind it stays far below. */
const MAX_HISTORY_BYTES = 32 * 1024 * 1024;

const CONTEXT = utf8('epoch key of a welcome');
const MAX_ITEMS = 20_000;

const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array;
const isBytesList = (value: unknown): value is readonly Uint8Array[] =>
  Array.isArray(value) && value.length <= MAX_ITEMS && value.every(isBytes);

export function parseWelcome(body: unknown): Welcome | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { type, ops, records, token, epoch, epochBox } = body as Readonly<Record<string, unknown>>;
  if (type !== 'membership.welcome' || !isBytesList(ops) || !isBytesList(records)) return undefined;
  if (!isBytes(token) || !isBytes(epochBox) || typeof epoch !== 'string' || !/^[0-9a-f]{64}$/.test(epoch))
    return undefined;
  return { type, ops, records, token, epoch, epochBox };
}

export function parseHistory(body: unknown): History | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { type, ops } = body as Readonly<Record<string, unknown>>;
  return type === 'membership.history' && isBytesList(ops) ? { type, ops } : undefined;
}

/** What a joiner has been told so far, with one part more; undefined once it is more than any group has. */
export function joinHistory(
  told: readonly Uint8Array[],
  { ops }: History,
): readonly Uint8Array[] | undefined {
  const all = [...told, ...ops];
  const size = all.reduce((sum, { length }) => sum + length, 0);
  return all.length <= MAX_ITEMS && size <= MAX_HISTORY_BYTES ? all : undefined;
}

/** A welcome as messages that fit a link, to be sent in this order. */
export function welcomeMessages({ ops, ...rest }: Welcome): readonly (History | Welcome)[] {
  const parts: Uint8Array[][] = [[]];
  let room = PART_BYTES;
  for (const op of ops) {
    if (op.length > room) {
      parts.push([]);
      room = PART_BYTES;
    }
    parts.at(-1)?.push(op);
    room -= op.length;
  }
  const last = parts.pop() ?? [];
  return [
    ...parts.map((part): History => ({ type: 'membership.history', ops: part })),
    { ...rest, ops: last },
  ];
}

/** Admits a proven joiner: signs the admission, leases it a token and hands it the group as it stands. */
export function admit(
  self: Self,
  { book, epochs }: { readonly book: Book; readonly epochs: Epochs },
  peer: Peer,
  join: ReconnectJoin,
): Result<Welcome> {
  if (!book.mayAct) return err('admission-failed');
  // Somebody just went: the newcomer shall get the key that this one does not have.
  const epoch = book.epoch() ?? epochs.rotate();
  const roster = book.roster();
  const known = roster.invites[join.invite];
  if (known === undefined) return err('invite-unknown');
  // A joiner whose first welcome was lost is in already; everybody else needs an admission.
  if (roster.members[peer.member] === undefined) {
    book.author({
      type: 'admit',
      invite: join.invite,
      joiner: peer.member,
      joinerKx: peer.kx,
      transcript: join.transcript,
      proof: join.proof,
      consent: join.consent,
    });
  }
  const member = book.roster().members[peer.member];
  if (member === undefined) return err('invite-void');
  const secret = epoch === null ? undefined : self.ring.epochSecret(epoch);
  if (epoch === null || secret === undefined) return err('admission-failed');
  const box = pairSeal({ ring: self.ring, shell: self.shell, peer }, CONTEXT, secret);
  secret.fill(0);
  if (!box.ok) return err(box.error);
  const token = leaseFor(self, book, member);
  return ok({ type: 'membership.welcome', ...book.everything(), token, epoch, epochBox: box.value });
}

/** The newcomer's half: the epoch key out of its box. */
export function openEpoch(
  self: Self,
  peer: Peer,
  welcome: Welcome,
): Result<{ id: EpochId; secret: Uint8Array }> {
  const secret = pairOpen({ ring: self.ring, shell: self.shell, peer }, CONTEXT, welcome.epochBox);
  if (!secret.ok) return secret;
  return secret.value.length === 32
    ? ok({ id: welcome.epoch as EpochId, secret: secret.value })
    : err('bad-epoch-key');
}

import {
  err,
  ok,
  pairOpen,
  pairSeal,
  readToken,
  utf8,
  type EpochId,
  type Invite,
  type ReconnectJoin,
  type Result,
} from '@fyteclub/identity';
import { checkWelcome, MAX_MEMBERS } from '@fyteclub/phonebook';
import type { Self } from './context.ts';
import type { Book } from './book.ts';
import { isKeyOf, type Epochs } from './epochs.ts';
import { leaseFor } from './leases.ts';
import { MAX_ITEMS, parseWelcome, type History, type Welcome } from './membership.messages.ts';
import type { Peer } from './negotiation.ts';

const PART_BYTES = 512 * 1024;
/** A group of a thousand with years behind it stays far below. */
const MAX_HISTORY_BYTES = 32 * 1024 * 1024;

const CONTEXT = utf8('epoch key of a welcome');

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
    // No epoch could begin any more: a rotation has no room for more boxes.
    if (Object.keys(roster.members).length >= MAX_MEMBERS) return err('admission-failed');
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

/** What a newcomer adopts, whole or not at all. */
interface Adopted extends Pick<Welcome, 'ops' | 'records' | 'token'> {
  /** Of the group. */
  readonly name: string;
  readonly epoch: { readonly id: EpochId; readonly secret: Uint8Array };
}

/**
 * The newcomer's half: a welcome counts if its history proves to be the code's, and token and key fit to it.
 *
 * @param told what came of the history before.
 */
export function readWelcome(
  self: Self,
  { issuer }: Invite,
  peer: Peer,
  told: readonly Uint8Array[],
  body: unknown,
): Result<Adopted> {
  const { ring, shell, node } = self;
  const welcome = parseWelcome(body);
  if (welcome === undefined) return err('welcome-malformed');
  const ops = [...told, ...welcome.ops];
  const checked = checkWelcome(shell, issuer, ring.memberId, ops, ring.kxPublic, node.parts.readings);
  if (!checked.ok) return checked;
  const token = readToken(welcome.token);
  const isOurs = token.ok && token.value.member === ring.memberId && token.value.shell === shell;
  const secret = pairOpen({ ring, shell, peer }, CONTEXT, welcome.epochBox);
  if (!isOurs || !secret.ok || secret.value.length !== 32) return err('welcome-malformed');
  const epoch = { id: welcome.epoch, secret: secret.value };
  if (!isKeyOf(checked.value.graph, epoch)) return err('welcome-malformed');
  return ok({ name: checked.value.roster.name, token: welcome.token, epoch, ops, records: welcome.records });
}

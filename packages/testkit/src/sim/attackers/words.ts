import { signBeacon } from '@fyteclub/election';
import {
  consentToJoin,
  hash256,
  inviteKeys,
  issueToken,
  proveJoin,
  toHex,
  utf8,
  type InstanceId,
  type InviteKeys,
  type KeyRing,
  type MemberId,
  type ShellId,
} from '@fyteclub/identity';
import {
  authorOp,
  encodeOp,
  signRecord,
  type CheckedOp,
  type MemberOp,
  type OpBody,
  type PresenceRecord,
} from '@fyteclub/phonebook';
import type { SeededRandom } from '../../corpus/seeded-random.ts';
import type { Rogue, Ticket } from './rogue.ts';

/** Another member, to whom something is done or in whose name. */
export const someone = (rogue: Rogue, dice: SeededRandom, but?: MemberId): MemberId => {
  const others = rogue.people().filter((member) => member !== but);
  return others.length === 0 ? rogue.me : dice.pick(others);
};

export const tellAll = (rogue: Rogue, ...ops: readonly Uint8Array[]): void => {
  for (const to of rogue.lines.keys()) rogue.tellOps(to, ...ops);
};

/** Signs it, counts it in itself and tells everybody. */
export function publish(rogue: Rogue, body: OpBody & Partial<MemberOp>): CheckedOp<MemberOp> {
  const op = authorOp(rogue.ring, rogue.known.graph, body, rogue.now());
  const bytes = encodeOp(op.signed);
  rogue.known.takeOps([bytes]);
  tellAll(rogue, bytes);
  return op;
}

/** An invite with all its keys. @param lifeMs how long it is good for; it may be over already */
export function inviteOf(rogue: Rogue, lifeMs = 3_600_000): Ticket & { keys: InviteKeys; body: OpBody } {
  const seed = rogue.random(16);
  const keys = inviteKeys(seed);
  const { id: invite, proofKey } = keys;
  const expiresAt = rogue.now() + lifeMs;
  return {
    seed,
    issuer: rogue.me,
    keys,
    body: { type: 'invite', invite, proofKey, expiresAt, needsPassword: false },
  };
}

/** Whoever holds an invite and a key needs nobody to make an admission of them. */
export function admissionOf(rogue: Rogue, keys: InviteKeys, joiner: KeyRing): OpBody {
  const { memberId, kxPublic: joinerKx } = joiner;
  const transcript = rogue.random(32);
  const said = { invite: keys.id, joiner: memberId, joinerKx, transcript };
  const claim = { shell: rogue.shell, ...said };
  const [proof, consent] = [proveJoin(keys, claim), consentToJoin(joiner, claim)];
  return { type: 'admit', ...said, proof, consent };
}

/** With the signatures of these keys as well, as a second of the removal would add them. */
export function cosigned({ signed: { payload, signatures } }: CheckedOp, by: readonly KeyRing[]): Uint8Array {
  const more = by.map((ring) => ({ by: ring.memberId, signature: ring.sign(payload) }));
  const all = [...signatures, ...more].sort((a, b) => (a.by < b.by ? -1 : 1));
  return encodeOp({ payload, signatures: all });
}

/** A group that is not ours. */
export const elsewhere = ({ shell }: Rogue): ShellId => toHex(hash256(utf8(`not ${shell}`))) as ShellId;

/** @param body fields of the header in it take the place of the right ones */
export const operation = ({ ring, known, now }: Rogue, body: OpBody & Partial<MemberOp>): Uint8Array =>
  encodeOp(authorOp(ring, known.graph, body, now()).signed);

/** @param agoMs how long ago it says that it was issued */
export const tokenFor = (rogue: Rogue, member: MemberId, issuer = rogue.ring, agoMs = 0): Uint8Array => {
  const { roster } = rogue.known;
  const { kx, admit } = roster.members[member] ?? { kx: rogue.ring.kxPublic, admit: rogue.known.ops[0]?.id };
  if (admit === undefined) throw new Error('a token quotes an admission');
  return issueToken(issuer, {
    shell: rogue.shell,
    member,
    kx,
    admit,
    epoch: roster.epoch ?? (toHex(new Uint8Array(32)) as never),
    headsHash: roster.headsHash,
    issuedAt: rogue.now() - agoMs,
    serial: rogue.random(16),
  });
};

export const beaconOf = (
  { ring, shell, instance, now }: Rogue,
  changed: { leaving?: boolean; incarnation?: number; instance?: InstanceId } = {},
): Uint8Array => signBeacon(ring, { shell, instance, incarnation: now(), leaving: false, ...changed });

export const recordOf = (
  rogue: Rogue,
  changed: Partial<PresenceRecord> = {},
  ring = rogue.ring,
): Uint8Array => {
  const { shell, instance, known, wire } = rogue;
  return signRecord(ring, {
    shell,
    instance,
    sequence: rogue.now(),
    issuedAt: rogue.now(),
    lifeMs: 60 * 60_000,
    endpoint: { addresses: wire.addresses(), fingerprint: wire.identity.fingerprint },
    headsHash: known.roster.headsHash,
    name: rogue.name,
    ...changed,
  });
};

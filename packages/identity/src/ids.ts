import { concat, fromHex, toHex, utf8 } from './bytes.ts';
import { LABELS } from './labels.ts';
import { sodium } from './sodium.ts';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** A member: the Ed25519 public key as 64 lower-case hex digits. */
export type MemberId = Branded<'MemberId'>;
/** A syncshell: BLAKE2b-256 of its signed genesis payload, 64 lower-case hex digits. */
export type ShellId = Branded<'ShellId'>;
/** A signed operation: BLAKE2b-256 of its payload, 64 lower-case hex digits. */
export type OpId = Branded<'OpId'>;
/** An invite: the first 8 bytes of the hash of its proof key, 16 lower-case hex digits. */
export type InviteId = Branded<'InviteId'>;
/** An epoch of the group key: the id of the operation that began it, 64 lower-case hex digits. */
export type EpochId = Branded<'EpochId'>;
/** One run of one node process, 32 lower-case hex digits. Uptime belongs to an instance, not to a member. */
export type InstanceId = Branded<'InstanceId'>;

const parseHex = (text: string, bytes: number): boolean =>
  text.length === 2 * bytes && fromHex(text) !== undefined;

/** Whether a text is a member's id: an Ed25519 public key, 32 bytes, as lower-case hex. */
export const isMemberId = (text: string): text is MemberId => parseHex(text, 32);
/** Whether a text is a syncshell's id: the hash of its first operation, 32 bytes, as lower-case hex. */
export const isShellId = (text: string): text is ShellId => parseHex(text, 32);
/** Whether a text is the id of an invite: 8 bytes as lower-case hex. */
export const isInviteId = (text: string): text is InviteId => parseHex(text, 8);

/** BLAKE2b-256. */
export const hash256 = (bytes: Uint8Array): Uint8Array => sodium.crypto_generichash(32, bytes, null);

/** What "lowest public-key hash" compares, as 64 lower-case hex digits: BLAKE2b-256 of label, NUL and key. */
export function memberHash(member: MemberId): string {
  const known = memberHashes.get(member);
  if (known !== undefined) return known;
  const key = fromHex(member) ?? new Uint8Array();
  const hash = toHex(hash256(concat(utf8(LABELS.memberHash), Uint8Array.of(0), key)));
  if (memberHashes.size === MAX_HASHES) memberHashes.clear();
  memberHashes.set(member, hash);
  return hash;
}

/** A choice among a thousand members compares ten thousand times. */
const memberHashes = new Map<MemberId, string>();
const MAX_HASHES = 8_192;

/** Orders members by their key hash: the seed's tie-break. */
export function byMemberHash(a: MemberId, b: MemberId): number {
  const [one, other] = [memberHash(a), memberHash(b)];
  return one < other ? -1 : one > other ? 1 : 0;
}

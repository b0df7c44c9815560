import {
  bytes,
  epochId,
  fixed,
  inviteId,
  LABELS,
  layout,
  list,
  shellId,
  struct,
  text,
  u64,
  type InviteId,
  type Result,
} from '@fyteclub/identity';
import { MAX_OP_BYTES, MAX_ROTATE_BYTES } from '@fyteclub/phonebook';
import type { InviteRow, MembershipRow } from './shell-rows.ts';

/** Everything that makes us a member of one syncshell, and what we know of it. */
export interface KeptMembership extends Omit<
  MembershipRow,
  'state' | 'spare' | 'unsynced' | 'wrongPasswords'
> {
  readonly spare: Uint8Array;
  /** Signed operations, parents before children. */
  readonly ops: readonly Uint8Array[];
  /** Signed presence records. */
  readonly records: readonly Uint8Array[];
  readonly invites: readonly ({ readonly id: InviteId } & InviteRow)[];
}

const MAX_SHELLS = 64;
/** The newest keys of a group that are kept: whoever rotates without end makes nobody keep them all. */
export const MAX_EPOCHS = 4_096;
const MAX_ITEMS = 100_000;
const MAX_TOKEN_BYTES = 1_024;
const MAX_PEM_BYTES = 8_192;

/** What a backup holds inside its seal. */
const KEPT = layout<{ readonly memberships: readonly KeptMembership[] }>(LABELS.memberships, 1, {
  memberships: list(
    struct<KeptMembership>({
      shell: shellId,
      name: text(MAX_OP_BYTES),
      myName: text(MAX_OP_BYTES),
      seed: fixed(32),
      certificatePem: text(MAX_PEM_BYTES),
      keyPem: text(MAX_PEM_BYTES),
      fingerprint: fixed(32),
      token: bytes(MAX_TOKEN_BYTES),
      spare: bytes(MAX_TOKEN_BYTES),
      epochs: list(struct({ id: epochId, secret: fixed(32) }), MAX_EPOCHS),
      ops: list(bytes(MAX_ROTATE_BYTES), MAX_ITEMS),
      records: list(bytes(MAX_OP_BYTES), MAX_ITEMS),
      invites: list(struct({ id: inviteId, seed: fixed(16), expiresAt: u64 }), MAX_ITEMS),
    }),
    MAX_SHELLS,
  ),
});

export const encodeMemberships = (memberships: readonly KeptMembership[]): Uint8Array =>
  KEPT.encode({ memberships });

export function decodeMemberships(
  content: Uint8Array,
): Result<readonly KeptMembership[], 'malformed' | 'foreign-version'> {
  const kept = KEPT.decode(content);
  return kept.ok ? { ok: true, value: kept.value.memberships } : kept;
}

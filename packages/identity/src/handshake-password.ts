import { concat } from './bytes.ts';
import { startCpace, type CpaceRun, type CpaceTags } from './cpace.ts';
import type { Agreement, HandshakeInput } from './handshake-side.ts';
import type { InviteId, MemberId } from './ids.ts';
import { inviteId, memberId, u32 } from './layout.ts';
import { sodium } from './sodium.ts';

/** The run of CPace inside one handshake: bound to its connection, its invite and both its members. */
export const beginPassword = (
  { role, random }: Pick<HandshakeInput, 'role' | 'random'>,
  { transcript, nonces }: Pick<Agreement, 'transcript' | 'nonces'>,
  invite: InviteId,
  verifier: Uint8Array,
): CpaceRun =>
  startCpace(role, { prs: verifier, ci: transcript, sid: concat(inviteId.write(invite), nonces) }, random);

/** What the two have sent each other, in the clear between them. */
export interface Shares {
  readonly joiner: MemberId;
  readonly joinerShare: Uint8Array;
  readonly member: MemberId;
  readonly memberShare: Uint8Array;
  readonly version: number;
}

/** @returns undefined if the other side's share is worthless. */
export const finishPassword = (run: CpaceRun, shares: Shares): CpaceTags | undefined =>
  run.finish({
    initiator: { share: shares.joinerShare, ad: memberId.write(shares.joiner) },
    responder: {
      share: shares.memberShare,
      ad: concat(memberId.write(shares.member), u32.write(shares.version)),
    },
  });

/** Takes the same time wherever they differ. */
export const sameTag = (expected: Uint8Array, shown: Uint8Array): boolean =>
  shown.length === expected.length && sodium.memcmp(expected, shown);

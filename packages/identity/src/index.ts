/**
 * Who am I, who are you: keys, canonical signed bytes, codes, tokens and the handshakes that bind them to a wire.
 *
 * @packageDocumentation
 */
export { compareBytes, concat, equalBytes, fromHex, toHex, utf8 } from './bytes.ts';
export { byMemberHash, hash256, isInviteId, isMemberId, isShellId, memberHash } from './ids.ts';
export type { EpochId, InstanceId, InviteId, MemberId, OpId, ShellId } from './ids.ts';
export { createKeyRing, verify, type KeyRing } from './key-ring.ts';
export { LABELS, type Label } from './labels.ts';
export {
  bytes,
  domain,
  epochId,
  fixed,
  flag,
  instanceId,
  inviteId,
  layout,
  list,
  memberId,
  opId,
  shellId,
  sortedSet,
  struct,
  text,
  u16,
  u32,
  u64,
  u8,
  type Field,
  type Layout,
} from './layout.ts';
export { err, ok, type Result } from './result.ts';

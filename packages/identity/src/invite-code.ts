import { concat } from './bytes.ts';
import { frame } from './code-frame.ts';
import { readCode, type CodeProblem } from './code-reader.ts';
import { endpoint, type Endpoint } from './endpoint.ts';
import type { MemberId, ShellId } from './ids.ts';
import { INVITE_SEED_BYTES } from './invite-keys.ts';
import { verify, type KeyRing } from './key-ring.ts';
import { LABELS } from './labels.ts';
import { domain, fixed, flag, layout, memberId, shellId, u32, type Field } from './layout.ts';
import { err, ok, type Result } from './result.ts';

/** What an invite code says: which group, where to knock, and the secret that opens it once. */
export interface Invite {
  readonly shell: ShellId;
  /** 16 secret bytes; see `inviteKeys`. */
  readonly seed: Uint8Array;
  /** Milliseconds since the epoch, whole minutes (see {@link wholeMinutes}). */
  readonly expiresAt: number;
  /** Who signed the code. That he is a member is only known once the group's graph has arrived. */
  readonly issuer: MemberId;
  readonly endpoint: Endpoint;
  readonly needsPassword: boolean;
}

const MINUTE_MS = 60_000;
const SIGNATURE_BYTES = 64;

/** Rounds down to what a code can say. */
export const wholeMinutes = (ms: number): number => Math.floor(ms / MINUTE_MS) * MINUTE_MS;

const minutes: Field<number> = {
  write: (ms) => u32.write(ms / MINUTE_MS),
  read: (from) => u32.read(from) * MINUTE_MS,
};

const INVITE = layout<Invite>(LABELS.inviteCode, 1, {
  shell: shellId,
  seed: fixed(INVITE_SEED_BYTES),
  expiresAt: minutes,
  issuer: memberId,
  endpoint,
  needsPassword: flag,
});
// The label is signed but not sent: the frame already says which kind of code this is.
const LABEL = domain(INVITE.label, INVITE.version);

/** @throws RangeError if a value does not fit, and Error if the ring is not the issuer's. */
export function encodeInvite(invite: Invite, ring: KeyRing): string {
  if (invite.issuer !== ring.memberId) throw new Error('only the issuer can sign an invite');
  const payload = INVITE.encode(invite);
  return frame('invite', concat(payload.subarray(LABEL.length), ring.sign(payload)));
}

/** Checks spelling, version and signature, but not the time: the reader decides what to say about an old code. */
export function decodeInvite(text: string): Result<Invite, CodeProblem> {
  const body = readCode('invite', text);
  if (!body.ok) return body;
  const split = Math.max(0, body.value.length - SIGNATURE_BYTES);
  const payload = concat(LABEL, body.value.subarray(0, split));
  const invite = INVITE.decode(payload);
  if (!invite.ok || !verify(invite.value.issuer, payload, body.value.subarray(split)))
    return err({ code: 'code-garbage', detail: 'not signed by the member it names' });
  return ok(invite.value);
}

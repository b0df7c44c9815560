import { concat } from './bytes.ts';
import { frame } from './code-frame.ts';
import { readCode, type CodeProblem } from './code-reader.ts';
import { endpoint, type Endpoint } from './endpoint.ts';
import type { InviteId } from './ids.ts';
import { REPLY_MAC_BYTES, type InviteKeys } from './invite-keys.ts';
import { LABELS } from './labels.ts';
import { domain, inviteId, layout } from './layout.ts';
import { err, ok, type Result } from './result.ts';
import { sodium } from './sodium.ts';

/** What a joiner sends back when nobody could be reached directly: where to send packets so that NATs open. */
export interface Reply {
  readonly invite: InviteId;
  readonly endpoint: Endpoint;
}

const REPLY = layout<Reply>(LABELS.replyCode, 1, { invite: inviteId, endpoint });
const LABEL = domain(REPLY.label, REPLY.version);

/** @throws RangeError if a value does not fit, and Error if the keys are another invite's. */
export function encodeReply(reply: Reply, keys: InviteKeys): string {
  if (reply.invite !== keys.id) throw new Error('a reply is sealed with the keys of its own invite');
  const payload = REPLY.encode(reply);
  return frame('reply', concat(payload.subarray(LABEL.length), keys.replyMac(payload)));
}

/** @param findInvite the keys of an open invite of this node; anything else is `reply-not-ours`. */
export function decodeReply(
  text: string,
  findInvite: (id: InviteId) => InviteKeys | undefined,
): Result<Reply, CodeProblem> {
  const body = readCode('reply', text);
  if (!body.ok) return body;
  const split = Math.max(0, body.value.length - REPLY_MAC_BYTES);
  const payload = concat(LABEL, body.value.subarray(0, split));
  const reply = REPLY.decode(payload);
  if (!reply.ok) return err({ code: 'code-garbage', detail: 'not written by FyteClub' });
  const keys = findInvite(reply.value.invite);
  const mac = body.value.subarray(split);
  const ours = keys !== undefined && sodium.memcmp(keys.replyMac(payload), mac);
  return ours ? ok(reply.value) : err({ code: 'reply-not-ours' });
}

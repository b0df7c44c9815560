import { CREDENTIAL, JOIN_REQUEST, initiatorClaim, type Credential } from './handshake-frames.ts';
import { checkLease, readTokens } from './handshake-lease.ts';
import type { Agreement, DenialCode, HandshakeInput, Proven, Refusal } from './handshake-side.ts';
import { inviteProblem } from './invite.rules.ts';
import { verifyJoinConsent, verifyJoinProof } from './join-proof.ts';
import { verify } from './key-ring.ts';
import { err, ok, type Result } from './result.ts';

/** Somebody who holds a key and, in a join, an invite. `share` is the joiner's of CPace. */
export interface Known extends Pick<Proven, 'peer' | 'join' | 'lease'> {
  readonly share?: Uint8Array;
}
type Checked = Result<Known, Refusal>;

const no = (code: DenialCode, about: Omit<Refusal, 'code'> = {}): Checked => err({ code, ...about });

function checkReconnect(
  input: HandshakeInput,
  { shown, instance, signature }: Credential,
  claim: Uint8Array,
  now: number,
): Checked {
  const tokens = readTokens(shown);
  if (!tokens.ok) return no(tokens.error);
  const { member, kx } = tokens.value[0];
  if (!verify(member, claim, signature)) return no('bad-signature');
  const lease = checkLease(input, tokens.value, now);
  return lease.ok ? ok({ peer: { member, kx, instance }, lease: lease.value }) : no(lease.error, { member });
}

/** The proof comes before the state of the invite: only who holds the code learns what became of it. */
function checkJoin(
  { shell, view }: HandshakeInput,
  { shown, instance, signature }: Credential,
  claim: Uint8Array,
  transcript: Uint8Array,
  now: number,
): Checked {
  const [only, ...more] = shown;
  const request = JOIN_REQUEST.decode(only ?? new Uint8Array());
  if (!request.ok || more.length > 0) return no('malformed-frame');
  const { member, kx, invite, issuer, proof, consent, share } = request.value;
  const joining = { shell, invite, joiner: member, joinerKx: kx, transcript };
  if (!verify(member, claim, signature) || !verifyJoinConsent(joining, consent)) return no('bad-signature');
  if (view.wasRemoved(member)) return no('removed', { member });
  const known = view.invite(invite);
  if (known === undefined) return no('invite-unknown', { member });
  if (!verifyJoinProof(joining, known.proofKey, proof)) return no('invite-bad-proof', { member });
  if (known.by !== issuer) return no('invite-wrong-issuer', { member, invite });
  const problem = inviteProblem(known, member, view, now);
  if (problem !== undefined) return no(problem, { member, invite });
  return ok({ peer: { member, kx, instance }, join: { invite, proof, consent, transcript }, share });
}

/** What the responder remembers between its challenge and the answer. */
export interface Asked {
  readonly agreement: Agreement;
  readonly purpose: Proven['purpose'];
  readonly challenge: Uint8Array;
}

/** What the initiator's answer to the challenge shows, up to the password. */
export function checkInitiator(input: HandshakeInput, asked: Asked, box: Uint8Array, now: number): Checked {
  const { keys, transcript } = asked.agreement;
  const opened = keys.handshake.open(box);
  if (opened === undefined) return no('not-authentic');
  const credential = CREDENTIAL.decode(opened);
  if (!credential.ok) return no('malformed-frame');
  const { shown, instance } = credential.value;
  const claim = initiatorClaim(transcript, shown, instance, asked.challenge);
  const checked =
    asked.purpose === 'join'
      ? checkJoin(input, credential.value, claim, transcript, now)
      : checkReconnect(input, credential.value, claim, now);
  const own = checked.ok && checked.value.peer.member === input.ring.memberId;
  return own ? no('own-key') : checked;
}

import { equalBytes } from './bytes.ts';
import {
  CHALLENGE,
  CREDENTIAL,
  HELLO,
  JOIN_REQUEST,
  PROOF,
  VERDICT,
  VERDICTS,
  groupHint,
  initiatorClaim,
  purposeOf,
  responderClaim,
  type Credential,
} from './handshake-frames.ts';
import { checkLease, ownTokens, readTokens } from './handshake-lease.ts';
import {
  agree,
  createEphemeral,
  refuse,
  refuseFrame,
  type Agreement,
  type DenialCode,
  type HandshakeInput,
  type HandshakeStep,
  type Proven,
  type Side,
} from './handshake-side.ts';
import { inviteProblem, isInviteProblem } from './invite.rules.ts';
import { verifyJoinConsent, verifyJoinProof } from './join-proof.ts';
import { verify } from './key-ring.ts';
import { err, ok, type Result } from './result.ts';

type Checked = Result<Pick<Proven, 'peer' | 'join' | 'lease'>, DenialCode>;

function checkReconnect(
  input: HandshakeInput,
  { shown, instance, signature }: Credential,
  claim: Uint8Array,
  now: number,
): Checked {
  const tokens = readTokens(shown);
  if (!tokens.ok) return tokens;
  const { member, kx } = tokens.value[0];
  if (!verify(member, claim, signature)) return err('bad-signature');
  const lease = checkLease(input, tokens.value, now);
  return lease.ok ? ok({ peer: { member, kx, instance }, lease: lease.value }) : lease;
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
  if (!request.ok || more.length > 0) return err('malformed-frame');
  const { member, kx, invite, issuer, proof, consent } = request.value;
  const joining = { shell, invite, joiner: member, joinerKx: kx, transcript };
  if (!verify(member, claim, signature) || !verifyJoinConsent(joining, consent)) return err('bad-signature');
  if (view.wasRemoved(member)) return err('removed');
  const known = view.invite(invite);
  if (known === undefined) return err('invite-unknown');
  if (!verifyJoinProof(joining, known.proofKey, proof)) return err('invite-bad-proof');
  if (known.by !== issuer) return err('invite-wrong-issuer');
  const problem = inviteProblem(known, member, view, now);
  if (problem !== undefined) return err(problem);
  return ok({ peer: { member, kx, instance }, join: { invite, proof, consent, transcript } });
}

/** What the responder remembers between its challenge and the answer. */
interface Asked {
  readonly agreement: Agreement;
  readonly purpose: Proven['purpose'];
  readonly challenge: Uint8Array;
}

function checkInitiator(input: HandshakeInput, asked: Asked, box: Uint8Array, now: number): Checked {
  const { keys, transcript } = asked.agreement;
  const opened = keys.handshake.open(box);
  if (opened === undefined) return err('not-authentic');
  const credential = CREDENTIAL.decode(opened);
  if (!credential.ok) return err('malformed-frame');
  const { shown, instance } = credential.value;
  const claim = initiatorClaim(transcript, shown, instance, asked.challenge);
  const checked =
    asked.purpose === 'join'
      ? checkJoin(input, credential.value, claim, transcript, now)
      : checkReconnect(input, credential.value, claim, now);
  const own = checked.ok && checked.value.peer.member === input.ring.memberId;
  return own ? err('own-key') : checked;
}

/** The side that was dialled. It proves itself first, so that a joiner never names itself to a stranger. */
export function responder(input: HandshakeInput): Side {
  const { ring, shell, instance, random } = input;
  if (input.purpose.kind !== 'answer') throw new Error('a responder answers');
  const shown = ownTokens(input.purpose.token, input.purpose.spare);
  const ours = createEphemeral(random);
  let asked: Asked | undefined;

  const onHello = (frame: Uint8Array): HandshakeStep => {
    const hello = HELLO.decode(frame);
    if (!hello.ok) return refuseFrame(hello.error);
    const { purpose: code, nonce, hint } = hello.value;
    if (!equalBytes(hint, groupHint(shell, nonce))) return refuse('wrong-shell');
    const purpose = purposeOf(code);
    if (purpose === undefined) return refuse('malformed-frame');
    const agreement = agree(input, code, ours, hello.value);
    if (agreement === undefined) return refuse('bad-key');
    const signature = ring.sign(responderClaim(agreement.transcript, shown, instance));
    const box = agreement.keys.handshake.seal(CREDENTIAL.encode({ shown, instance, signature }));
    const challenge = CHALLENGE.encode({ nonce: ours.nonce, ephemeral: ours.publicKey, box });
    asked = { agreement, purpose, challenge };
    return { send: [challenge] };
  };

  const onProof = (pending: Asked, frame: Uint8Array, now: number): HandshakeStep => {
    const proof = PROOF.decode(frame);
    if (!proof.ok) return refuseFrame(proof.error);
    const checked = checkInitiator(input, pending, proof.value.box, now);
    const verdict = checked.ok ? 'accepted' : checked.error;
    if (verdict !== 'accepted' && !isInviteProblem(verdict)) return refuse(verdict);
    const { handshake, session } = pending.agreement.keys;
    const send = [VERDICT.encode({ box: handshake.seal(Uint8Array.of(VERDICTS.indexOf(verdict))) })];
    if (!checked.ok) return { send, outcome: { kind: 'denied', code: checked.error } };
    handshake.wipe();
    return { send, outcome: { kind: 'proven', purpose: pending.purpose, session, ...checked.value } };
  };

  return {
    opening: [],
    receive: (frame, now) => (asked === undefined ? onHello(frame) : onProof(asked, frame, now)),
    wipe: () => {
      ours.secret.fill(0);
      asked?.agreement.keys.wipe();
    },
  };
}

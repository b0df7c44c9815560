import { equalBytes } from './bytes.ts';
import {
  CHALLENGE,
  CREDENTIAL,
  HELLO,
  JOIN_REQUEST,
  PROOF,
  PURPOSES,
  VERDICT,
  VERDICTS,
  groupHint,
  initiatorClaim,
  responderClaim,
  type Credential,
} from './handshake-frames.ts';
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
import { verifyJoinProof } from './join-proof.ts';
import { verify } from './key-ring.ts';
import { err, ok, type Result } from './result.ts';
import { readToken } from './token.ts';
import { tokenStanding } from './token.rules.ts';

type Checked = Result<Pick<Proven, 'peer' | 'join'>, DenialCode>;

function checkReconnect(
  { shell, view, ring }: HandshakeInput,
  { shown, instance, signature }: Credential,
  claim: Uint8Array,
  now: number,
): Checked {
  const token = readToken(shown);
  if (!token.ok) return token;
  const { member, kx } = token.value;
  if (!verify(member, claim, signature)) return err('bad-signature');
  if (member === ring.memberId) return err('own-key');
  const standing = tokenStanding(token.value, view, now, { shell });
  return standing.ok ? ok({ peer: { member, kx, instance } }) : standing;
}

/** The proof comes before the state of the invite: only who holds the code learns what became of it. */
function checkJoin(
  { shell, view, ring }: HandshakeInput,
  { shown, instance, signature }: Credential,
  claim: Uint8Array,
  transcript: Uint8Array,
  now: number,
): Checked {
  const request = JOIN_REQUEST.decode(shown);
  if (!request.ok) return err('malformed-frame');
  const { member, kx, invite, issuer, proof } = request.value;
  if (!verify(member, claim, signature)) return err('bad-signature');
  if (member === ring.memberId) return err('own-key');
  if (view.wasRemoved(member)) return err('removed');
  const known = view.invite(invite);
  if (known === undefined) return err('invite-unknown');
  const joining = { shell, invite, joiner: member, joinerKx: kx, transcript };
  if (!verifyJoinProof(joining, known.proofKey, proof)) return err('invite-bad-proof');
  if (known.by !== issuer) return err('invite-wrong-issuer');
  const problem = inviteProblem(known, member, view, now);
  if (problem !== undefined) return err(problem);
  return ok({ peer: { member, kx, instance }, join: { invite, proof, transcript } });
}

/** The side that was dialled. It proves itself first, so that a joiner never names itself to a stranger. */
export function responder(input: HandshakeInput): Side {
  const { ring, shell, instance, random } = input;
  if (input.purpose.kind !== 'answer') throw new Error('a responder answers');
  const token = input.purpose.token;
  const ours = createEphemeral(random);
  let answered: { agreement: Agreement; purpose: Proven['purpose']; challenge: Uint8Array } | undefined;

  const onHello = (frame: Uint8Array): HandshakeStep => {
    const hello = HELLO.decode(frame);
    if (!hello.ok) return refuseFrame(hello.error);
    const { purpose: code, nonce, hint } = hello.value;
    if (!equalBytes(hint, groupHint(shell, nonce))) return refuse('wrong-shell');
    if (code !== PURPOSES.join && code !== PURPOSES.reconnect) return refuse('malformed-frame');
    const agreement = agree(input, code, ours, hello.value);
    if (agreement === undefined) return refuse('bad-key');
    const signature = ring.sign(responderClaim(agreement.transcript, token, instance));
    const box = agreement.keys.handshake.seal(CREDENTIAL.encode({ shown: token, instance, signature }));
    const challenge = CHALLENGE.encode({ nonce: ours.nonce, ephemeral: ours.publicKey, box });
    answered = { agreement, purpose: code === PURPOSES.join ? 'join' : 'reconnect', challenge };
    return { send: [challenge] };
  };

  const onProof = (
    { agreement: { keys, transcript }, purpose, challenge }: NonNullable<typeof answered>,
    frame: Uint8Array,
    now: number,
  ): HandshakeStep => {
    const proof = PROOF.decode(frame);
    if (!proof.ok) return refuseFrame(proof.error);
    const opened = keys.handshake.open(proof.value.box);
    if (opened === undefined) return refuse('not-authentic');
    const credential = CREDENTIAL.decode(opened);
    if (!credential.ok) return refuse('malformed-frame');
    const claim = initiatorClaim(transcript, credential.value.shown, credential.value.instance, challenge);
    const checked =
      purpose === 'join'
        ? checkJoin(input, credential.value, claim, transcript, now)
        : checkReconnect(input, credential.value, claim, now);
    const verdict = checked.ok ? 'accepted' : checked.error;
    if (verdict !== 'accepted' && !isInviteProblem(verdict)) return refuse(verdict);
    const send = [VERDICT.encode({ box: keys.handshake.seal(Uint8Array.of(VERDICTS.indexOf(verdict))) })];
    if (!checked.ok) return { send, outcome: { kind: 'denied', code: checked.error } };
    keys.handshake.wipe();
    return { send, outcome: { kind: 'proven', purpose, session: keys.session, ...checked.value } };
  };

  return {
    opening: [],
    receive: (frame, now) => (answered === undefined ? onHello(frame) : onProof(answered, frame, now)),
    wipe: () => {
      ours.secret.fill(0);
      answered?.agreement.keys.wipe();
    },
  };
}

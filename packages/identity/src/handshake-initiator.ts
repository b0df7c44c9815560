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
} from './handshake-frames.ts';
import { checkLease, ownTokens, readTokens, type PeerLease } from './handshake-lease.ts';
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
import { inviteKeys } from './invite-keys.ts';
import { consentToJoin, proveJoin } from './join-proof.ts';
import { verify } from './key-ring.ts';
import { err, ok, type Result } from './result.ts';
import type { Token } from './token.ts';

type Checked = Pick<Proven, 'peer' | 'lease'>;

/** Of a join nothing but the name of the group can be checked yet: the joiner has no graph before its welcome. */
function checkStanding(
  input: HandshakeInput,
  tokens: readonly [Token, ...Token[]],
  now: number,
): Result<{ lease?: PeerLease }, DenialCode> {
  const { purpose, shell } = input;
  const { member } = tokens[0];
  if (purpose.kind === 'join')
    return tokens.every((token) => token.shell === shell) ? ok({}) : err('token-wrong-shell');
  if (purpose.kind === 'reconnect' && purpose.expected !== undefined && purpose.expected !== member)
    return err('unexpected-peer');
  const lease = checkLease(input, tokens, now);
  return lease.ok ? ok({ lease: lease.value }) : lease;
}

function checkResponder(
  input: HandshakeInput,
  { transcript, keys }: Agreement,
  box: Uint8Array,
  now: number,
): Result<Checked, DenialCode> {
  const opened = keys.handshake.open(box);
  if (opened === undefined) return err('not-authentic');
  const credential = CREDENTIAL.decode(opened);
  if (!credential.ok) return err('malformed-frame');
  const { shown, instance, signature } = credential.value;
  const tokens = readTokens(shown);
  if (!tokens.ok) return tokens;
  const { member, kx } = tokens.value[0];
  if (!verify(member, responderClaim(transcript, shown, instance), signature)) return err('bad-signature');
  if (member === input.ring.memberId) return err('own-key');
  const standing = checkStanding(input, tokens.value, now);
  return standing.ok ? ok({ peer: { member, kx, instance }, ...standing.value }) : standing;
}

/** Tokens, or in a join the request that stands in for them. */
function shownBy({ purpose, ring, shell }: HandshakeInput, transcript: Uint8Array): readonly Uint8Array[] {
  if (purpose.kind !== 'join') return ownTokens(purpose.token, purpose.spare);
  const keys = inviteKeys(purpose.inviteSeed);
  const [member, kx, invite] = [ring.memberId, ring.kxPublic, keys.id];
  const claim = { shell, invite, joiner: member, joinerKx: kx, transcript };
  const [proof, consent] = [proveJoin(keys, claim), consentToJoin(ring, claim)];
  return [JOIN_REQUEST.encode({ member, kx, invite, issuer: purpose.issuer, proof, consent })];
}

/** The side that dialled. It shows who it is only after the responder has proven itself. */
export function initiator(input: HandshakeInput): Side {
  const { ring, shell, instance, random } = input;
  if (input.purpose.kind === 'answer') throw new Error('an initiator has something to ask');
  const kind = input.purpose.kind;
  const purpose = PURPOSES[kind];
  const ours = createEphemeral(random);
  let agreement: Agreement | undefined;
  let checked: Checked | undefined;

  const onChallenge = (frame: Uint8Array, now: number): HandshakeStep => {
    const challenge = CHALLENGE.decode(frame);
    if (!challenge.ok) return refuseFrame(challenge.error);
    agreement = agree(input, purpose, ours, challenge.value);
    if (agreement === undefined) return refuse('bad-key');
    const responder = checkResponder(input, agreement, challenge.value.box, now);
    if (!responder.ok) return refuse(responder.error);
    checked = responder.value;
    const shown = shownBy(input, agreement.transcript);
    const signature = ring.sign(initiatorClaim(agreement.transcript, shown, instance, frame));
    const credential = CREDENTIAL.encode({ shown, instance, signature });
    return { send: [PROOF.encode({ box: agreement.keys.handshake.seal(credential) })] };
  };

  const onVerdict = ({ keys }: Agreement, responder: Checked, frame: Uint8Array): HandshakeStep => {
    const verdict = VERDICT.decode(frame);
    if (!verdict.ok) return refuseFrame(verdict.error);
    const opened = keys.handshake.open(verdict.value.box);
    if (opened === undefined) return refuse('not-authentic');
    const said = opened.length === 1 ? VERDICTS[opened[0] ?? -1] : undefined;
    if (said === undefined) return refuse('malformed-frame');
    if (said !== 'accepted') return { send: [], outcome: { kind: 'denied', code: said } };
    keys.handshake.wipe();
    return { send: [], outcome: { kind: 'proven', purpose: kind, session: keys.session, ...responder } };
  };

  return {
    opening: [
      HELLO.encode({
        purpose,
        nonce: ours.nonce,
        ephemeral: ours.publicKey,
        hint: groupHint(shell, ours.nonce),
      }),
    ],
    receive: (frame, now) =>
      agreement !== undefined && checked !== undefined
        ? onVerdict(agreement, checked, frame)
        : onChallenge(frame, now),
    wipe: () => {
      ours.secret.fill(0);
      agreement?.keys.wipe();
    },
  };
}

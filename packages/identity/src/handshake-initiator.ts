import type { CpaceRun } from './cpace.ts';
import {
  CHALLENGE,
  CONFIRM,
  CREDENTIAL,
  HELLO,
  JOIN_REQUEST,
  PASSWORD,
  PROOF,
  PURPOSES,
  SHARE,
  VERDICT,
  decodeVerdict,
  groupHint,
  initiatorClaim,
  responderClaim,
} from './handshake-frames.ts';
import { checkLease, ownTokens, readTokens, type PeerLease } from './handshake-lease.ts';
import { beginPassword, finishPassword, sameTag } from './handshake-password.ts';
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
function shownBy(
  { purpose, ring, shell }: HandshakeInput,
  transcript: Uint8Array,
  share: Uint8Array,
): readonly Uint8Array[] {
  if (purpose.kind !== 'join') return ownTokens(purpose.token, purpose.spare);
  const keys = inviteKeys(purpose.inviteSeed);
  const [member, kx, invite] = [ring.memberId, ring.kxPublic, keys.id];
  const claim = { shell, invite, joiner: member, joinerKx: kx, transcript };
  const [proof, consent] = [proveJoin(keys, claim), consentToJoin(ring, claim)];
  return [JOIN_REQUEST.encode({ member, kx, invite, issuer: purpose.issuer, proof, consent, share })];
}

/** What a joiner with a password does on the way. */
interface Password {
  readonly run: CpaceRun;
  /** Once the responder has sent its share. */
  confirmed?: { readonly expected: Uint8Array; readonly version: number };
}

function passwordOf(input: HandshakeInput, agreement: Agreement): Password | undefined {
  const { purpose } = input;
  if (purpose.kind !== 'join' || purpose.password === undefined) return undefined;
  return { run: beginPassword(input, agreement, inviteKeys(purpose.inviteSeed).id, purpose.password) };
}

/** What the initiator remembers once it has shown itself. */
interface Shown extends Checked {
  readonly keys: Agreement['keys'];
  readonly password: Password | undefined;
}

/** The side that dialled. It shows who it is only after the responder has proven itself. */
export function initiator(input: HandshakeInput): Side {
  const { ring, shell, instance, random } = input;
  if (input.purpose.kind === 'answer') throw new Error('an initiator has something to ask');
  const kind = input.purpose.kind;
  const purpose = PURPOSES[kind];
  const ours = createEphemeral(random);
  let agreement: Agreement | undefined;
  let shown: Shown | undefined;

  const onChallenge = (frame: Uint8Array, now: number): HandshakeStep => {
    const challenge = CHALLENGE.decode(frame);
    if (!challenge.ok) return refuseFrame(challenge.error);
    agreement = agree(input, purpose, ours, challenge.value);
    if (agreement === undefined) return refuse('bad-key');
    const responder = checkResponder(input, agreement, challenge.value.box, now);
    if (!responder.ok) return refuse(responder.error);
    const password = passwordOf(input, agreement);
    const { transcript, keys } = agreement;
    shown = { ...responder.value, keys, password };
    const own = shownBy(input, transcript, password?.run.share ?? new Uint8Array());
    const signature = ring.sign(initiatorClaim(transcript, own, instance, frame));
    const credential = CREDENTIAL.encode({ shown: own, instance, signature });
    return { send: [PROOF.encode({ box: keys.handshake.seal(credential) })] };
  };

  const onShare = ({ keys, peer }: Shown, password: Password, box: Uint8Array): HandshakeStep => {
    const opened = keys.handshake.open(box);
    if (opened === undefined) return refuse('not-authentic');
    const theirs = SHARE.decode(opened);
    if (!theirs.ok) return refuse('malformed-frame');
    const { version, share } = theirs.value;
    const joining = { joiner: ring.memberId, joinerShare: password.run.share };
    const meeting = { member: peer.member, memberShare: share, version };
    const tags = finishPassword(password.run, { ...joining, ...meeting });
    if (tags === undefined) return refuse('bad-key');
    password.confirmed = { expected: tags.responder, version };
    return { send: [CONFIRM.encode({ box: keys.handshake.seal(tags.initiator) })] };
  };

  const onVerdict = ({ keys, password, ...responder }: Shown, frame: Uint8Array): HandshakeStep => {
    const verdict = VERDICT.decode(frame);
    if (!verdict.ok) return refuseFrame(verdict.error);
    const opened = keys.handshake.open(verdict.value.box);
    if (opened === undefined) return refuse('not-authentic');
    const said = decodeVerdict(opened);
    if (said === undefined) return refuse('malformed-frame');
    if (said.verdict !== 'accepted') return { send: [], outcome: { kind: 'denied', code: said.verdict } };
    const expected = password?.confirmed?.expected ?? new Uint8Array();
    // Who was told a password wants to hear that the group knows it too, and is not talked out of asking.
    if (password !== undefined && (expected.length === 0 || !sameTag(expected, said.confirmation)))
      return refuse('password-unconfirmed');
    keys.handshake.wipe();
    const version = password?.confirmed?.version;
    const known = version === undefined ? {} : { passwordVersion: version };
    const outcome = { kind: 'proven', purpose: kind, session: keys.session, ...responder, ...known } as const;
    return { send: [], outcome };
  };

  const onAnswer = (seen: Shown, frame: Uint8Array): HandshakeStep => {
    const { password } = seen;
    const share = password?.confirmed === undefined ? PASSWORD.decode(frame) : undefined;
    return password !== undefined && share?.ok === true
      ? onShare(seen, password, share.value.box)
      : onVerdict(seen, frame);
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
    receive: (frame, now) => (shown === undefined ? onChallenge(frame, now) : onAnswer(shown, frame)),
    wipe: () => {
      ours.secret.fill(0);
      agreement?.keys.wipe();
      shown?.password?.run.wipe();
    },
  };
}

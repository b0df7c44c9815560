import { equalBytes } from './bytes.ts';
import type { CpaceTags } from './cpace.ts';
import {
  CHALLENGE,
  CONFIRM,
  CREDENTIAL,
  HELLO,
  PASSWORD,
  PROOF,
  SHARE,
  VERDICT,
  encodeVerdict,
  groupHint,
  purposeOf,
  responderClaim,
  type Verdict,
} from './handshake-frames.ts';
import { checkInitiator, type Asked, type Known } from './handshake-claims.ts';
import { ownTokens } from './handshake-lease.ts';
import { beginPassword, finishPassword, sameTag } from './handshake-password.ts';
import {
  agree,
  createEphemeral,
  refuse,
  refuseFrame,
  type HandshakeInput,
  type HandshakeStep,
  type Refusal,
  type Side,
} from './handshake-side.ts';
import { inviteProblem, isInviteProblem } from './invite.rules.ts';
import type { GroupPassword } from './password.ts';
import { isPasswordProblem } from './password.rules.ts';
import type { ReconnectJoin } from './reconnect.types.ts';

/** A joiner who has yet to show that it knows the password. */
interface Doubted {
  readonly known: Known & { readonly join: ReconnectJoin };
  readonly tags: CpaceTags;
  readonly version: number;
}

/** The side that was dialled. It proves itself first, so that a joiner never names itself to a stranger. */
export function responder(input: HandshakeInput): Side {
  const { ring, shell, instance, random, view } = input;
  if (input.purpose.kind !== 'answer') throw new Error('a responder answers');
  const { password } = input.purpose;
  const shown = ownTokens(input.purpose.token, input.purpose.spare);
  const ours = createEphemeral(random);
  let asked: Asked | undefined;
  let doubted: Doubted | undefined;

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

  const sayVerdict = ({ agreement }: Asked, verdict: Verdict, confirmation?: Uint8Array): Uint8Array =>
    VERDICT.encode({ box: agreement.keys.handshake.seal(encodeVerdict(verdict, confirmation)) });

  /** Precisely to who holds the invite, and to everybody else not at all. */
  const turnDown = (pending: Asked, { code, ...about }: Refusal): HandshakeStep => {
    if (!isInviteProblem(code) && !isPasswordProblem(code)) return refuse(code, about);
    return { send: [sayVerdict(pending, code)], outcome: { kind: 'denied', code, ...about } };
  };

  const accept = (pending: Asked, { peer, join, lease }: Known, confirmed?: Doubted): HandshakeStep => {
    const send = [sayVerdict(pending, 'accepted', confirmed?.tags.responder)];
    const { handshake, session } = pending.agreement.keys;
    handshake.wipe();
    const more = {
      ...(join && { join }),
      ...(lease && { lease }),
      ...(confirmed && { passwordVersion: confirmed.version }),
    };
    return { send, outcome: { kind: 'proven', purpose: pending.purpose, session, peer, ...more } };
  };

  /** Before the verdict, so that not a byte of the roster goes to who does not know the password. */
  const askPassword = (
    pending: Asked,
    known: Doubted['known'],
    { version, verifier }: GroupPassword,
  ): HandshakeStep => {
    const { peer, join, share = new Uint8Array() } = known;
    const about = { member: peer.member, invite: join.invite };
    if (share.length === 0) return turnDown(pending, { code: 'password-needed', ...about });
    const run = beginPassword(input, pending.agreement, join.invite, verifier);
    const joining = { joiner: peer.member, joinerShare: share };
    const meeting = { member: ring.memberId, memberShare: run.share, version };
    const tags = finishPassword(run, { ...joining, ...meeting });
    if (tags === undefined) return refuse('bad-key', about);
    doubted = { known, tags, version };
    const box = pending.agreement.keys.handshake.seal(SHARE.encode({ version, share: run.share }));
    return { send: [PASSWORD.encode({ box })] };
  };

  const onProof = (pending: Asked, frame: Uint8Array, now: number): HandshakeStep => {
    const proof = PROOF.decode(frame);
    if (!proof.ok) return refuseFrame(proof.error);
    const checked = checkInitiator(input, pending, proof.value.box, now);
    if (!checked.ok) return turnDown(pending, checked.error);
    const { join, share, peer } = checked.value;
    if (join === undefined) return accept(pending, checked.value);
    if (password !== undefined) return askPassword(pending, { ...checked.value, join }, password);
    return share === undefined || share.length === 0
      ? accept(pending, checked.value)
      : turnDown(pending, { code: 'password-unneeded', member: peer.member, invite: join.invite });
  };

  const onConfirm = (pending: Asked, before: Doubted, frame: Uint8Array, now: number): HandshakeStep => {
    const confirm = CONFIRM.decode(frame);
    if (!confirm.ok) return refuseFrame(confirm.error);
    const { peer, join } = before.known;
    const about = { member: peer.member, invite: join.invite };
    const opened = pending.agreement.keys.handshake.open(confirm.value.box);
    if (opened === undefined) return refuse('not-authentic', about);
    // Looked at again before the guess is: other guesses may have burnt the invite meanwhile.
    const invite = view.invite(join.invite);
    if (invite === undefined || view.wasRemoved(peer.member)) return refuse('invite-unknown', about);
    const problem = inviteProblem(invite, peer.member, view, now);
    if (problem !== undefined) return turnDown(pending, { code: problem, ...about });
    return sameTag(before.tags.initiator, opened)
      ? accept(pending, before.known, before)
      : turnDown(pending, { code: 'password-wrong', ...about });
  };

  return {
    opening: [],
    receive: (frame, now) => {
      if (asked === undefined) return onHello(frame);
      return doubted === undefined ? onProof(asked, frame, now) : onConfirm(asked, doubted, frame, now);
    },
    wipe: () => {
      ours.secret.fill(0);
      asked?.agreement.keys.wipe();
    },
  };
}

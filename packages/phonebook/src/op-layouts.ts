import {
  bytes,
  EPOCH_BOX_BYTES,
  err,
  fixed,
  flag,
  hash256,
  inviteId,
  LABELS,
  layout,
  memberId,
  ok,
  opId,
  shellId,
  sortedSet,
  struct,
  text,
  toHex,
  u16,
  u64,
  type EpochBox,
  type Layout,
  type OpId,
  type Result,
  type ShellId,
} from '@fyteclub/identity';
import { fitsName, NAME_BYTES } from './name.rules.ts';
import {
  NO_OP,
  type GenesisBody,
  type GenesisOp,
  type Header,
  type MemberOp,
  type Op,
  type OpBody,
  type Policy,
} from './op.ts';

/** More heads than this are merged in two steps. */
export const MAX_PARENTS = 128;
/** A rotation has a box for each; larger groups are beyond what was ever simulated. */
export const MAX_MEMBERS = 2_000;
/** No date is later: 2^48 ms since the epoch, some 9,000 years from now, and still one that people can be shown. */
export const MAX_DATE = 2 ** 48;
/** Why somebody was removed, in UTF-8. */
const REASON_BYTES = 256;
export const VERIFIER_BYTES = 32;

type Plain<Body> = Omit<Body, 'type'>;
type Of<T extends OpBody['type']> = Header & Plain<Extract<OpBody, { type: T }>>;

const header = {
  shell: shellId,
  author: memberId,
  sequence: u64,
  previous: opId,
  parents: sortedSet(opId, MAX_PARENTS),
  at: u64,
};

const GENESIS = layout<Plain<GenesisBody>>(LABELS.genesis, 1, {
  founder: memberId,
  founderKx: fixed(32),
  nonce: fixed(32),
  createdAt: u64,
  name: text(NAME_BYTES),
  policy: struct<Policy>({ recordHours: u16, tokenDays: u16, quorumAt: u16, inviteMinutes: u16 }),
});

const LAYOUTS: { readonly [T in OpBody['type']]: Layout<Of<T>> } = {
  invite: layout<Of<'invite'>>(LABELS.invite, 1, {
    ...header,
    invite: inviteId,
    proofKey: fixed(32),
    expiresAt: u64,
    needsPassword: flag,
  }),
  revoke: layout<Of<'revoke'>>(LABELS.revoke, 1, { ...header, invite: inviteId }),
  admit: layout<Of<'admit'>>(LABELS.admit, 1, {
    ...header,
    invite: inviteId,
    joiner: memberId,
    joinerKx: fixed(32),
    transcript: fixed(32),
    proof: fixed(64),
    consent: fixed(64),
  }),
  leave: layout<Of<'leave'>>(LABELS.leave, 1, header),
  remove: layout<Of<'remove'>>(LABELS.remove, 1, { ...header, target: memberId, reason: text(REASON_BYTES) }),
  rotate: layout<Of<'rotate'>>(LABELS.rotate, 1, {
    ...header,
    commitment: fixed(32),
    ephemeral: fixed(32),
    boxes: sortedSet(struct<EpochBox>({ member: memberId, box: fixed(EPOCH_BOX_BYTES) }), MAX_MEMBERS),
  }),
  password: layout<Of<'password'>>(LABELS.passwordOp, 1, { ...header, verifier: bytes(VERIFIER_BYTES) }),
};

export const idOf = (payload: Uint8Array): OpId => toHex(hash256(payload)) as OpId;

export const encodeGenesis = (body: Plain<GenesisBody>): Uint8Array => GENESIS.encode(body);

/** @throws RangeError if a value does not fit its field. */
export function encodeMemberOp(op: MemberOp): Uint8Array {
  switch (op.type) {
    case 'invite':
      return LAYOUTS.invite.encode(op);
    case 'revoke':
      return LAYOUTS.revoke.encode(op);
    case 'admit':
      return LAYOUTS.admit.encode(op);
    case 'leave':
      return LAYOUTS.leave.encode(op);
    case 'remove':
      return LAYOUTS.remove.encode(op);
    case 'rotate':
      return LAYOUTS.rotate.encode(op);
    case 'password':
      return LAYOUTS.password.encode(op);
  }
}

export type PayloadProblem = 'malformed' | 'foreign-version';

function decodeGenesis(payload: Uint8Array): Result<GenesisOp, PayloadProblem> {
  const body = GENESIS.decode(payload);
  if (!body.ok) return body;
  if (!fitsName(body.value.name)) return err('malformed');
  const implied: Header = {
    shell: idOf(payload) as string as ShellId,
    author: body.value.founder,
    sequence: 0,
    previous: NO_OP,
    parents: [],
    at: body.value.createdAt,
  };
  return ok({ type: 'genesis', ...implied, ...body.value });
}

function decodePassword(payload: Uint8Array): Result<MemberOp, PayloadProblem> {
  const op = typed('password', LAYOUTS.password.decode(payload));
  if (!op.ok) return op;
  const { length } = op.value.verifier;
  return length === 0 || length === VERIFIER_BYTES ? op : err('malformed');
}

const isDated = (op: Op): boolean => op.at < MAX_DATE && (op.type !== 'invite' || op.expiresAt < MAX_DATE);

/** Every layout has its own label, so at most one can fit. */
export function decodePayload(payload: Uint8Array): Result<Op, PayloadProblem> {
  const attempts: readonly (() => Result<Op, PayloadProblem>)[] = [
    () => decodeGenesis(payload),
    () => typed('invite', LAYOUTS.invite.decode(payload)),
    () => typed('revoke', LAYOUTS.revoke.decode(payload)),
    () => typed('admit', LAYOUTS.admit.decode(payload)),
    () => typed('leave', LAYOUTS.leave.decode(payload)),
    () => typed('remove', LAYOUTS.remove.decode(payload)),
    () => typed('rotate', LAYOUTS.rotate.decode(payload)),
    () => decodePassword(payload),
  ];
  let problem: PayloadProblem = 'malformed';
  for (const attempt of attempts) {
    const decoded = attempt();
    if (decoded.ok) return isDated(decoded.value) ? decoded : err('malformed');
    if (decoded.error === 'foreign-version') problem = decoded.error;
  }
  return err(problem);
}

const typed = <T extends OpBody['type'], V extends object>(
  type: T,
  decoded: Result<V, PayloadProblem>,
): Result<V & { readonly type: T }, PayloadProblem> =>
  decoded.ok ? ok({ type, ...decoded.value }) : decoded;

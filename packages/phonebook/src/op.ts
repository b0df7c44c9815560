import type { EpochBox, InviteId, MemberId, OpId, ShellId } from '@fyteclub/identity';

/**
 * What the founder laid down for the group; part of the genesis, so nobody can change it. A group of other rules than
 * {@link DEFAULT_POLICY} is joined by nobody (`checkWelcome`) until a version knows how to keep them.
 */
export interface Policy {
  /** After this many hours without renewal a presence record counts as "offline, address unknown". */
  readonly recordHours: number;
  /** Life of a membership lease. */
  readonly tokenDays: number;
  /** From this many members on, a removal takes two signatures. */
  readonly quorumAt: number;
  /** Usual life of an invite. */
  readonly inviteMinutes: number;
}

/**
 * What `createGenesis` lays down, and what a roster shows until its genesis is here: records of 24 h, leases of 30
 * days, invites of an hour, and from ten members on two signatures under a removal. Rules read `quorumAt` alone: the
 * rest is kept by `RECORD_LIFE_MS`, by `TOKEN_LIFE_MS` and by whoever makes an invite.
 */
export const DEFAULT_POLICY: Policy = { recordHours: 24, tokenDays: 30, quorumAt: 10, inviteMinutes: 60 };

/** The `previous` of a member's first operation. */
export const NO_OP = '0'.repeat(64) as OpId;

/** What every operation says about its place in the group's history. */
export interface Header {
  readonly shell: ShellId;
  readonly author: MemberId;
  /** 1 + that of `previous`; the genesis counts as 0. */
  readonly sequence: number;
  /** The author's operation before this one, or {@link NO_OP}. Two operations with one `previous` convict. */
  readonly previous: OpId;
  /** The heads of the author's graph: everything the author had seen. */
  readonly parents: readonly OpId[];
  /** The author's clock, milliseconds since the epoch. For people to read; no rule depends on it. */
  readonly at: number;
}

/** The group begins. The syncshell's id is the id of this operation, so it vouches for itself. */
export interface GenesisBody {
  readonly type: 'genesis';
  readonly founder: MemberId;
  /** X25519 public key, 32 bytes. */
  readonly founderKx: Uint8Array;
  /** 32 random bytes: two groups of one founder never share an id. */
  readonly nonce: Uint8Array;
  readonly createdAt: number;
  readonly name: string;
  readonly policy: Policy;
}

/** A single-use invite is open from here on. Its secret stays with the two people; only the proof key is told. */
export interface InviteBody {
  readonly type: 'invite';
  readonly invite: InviteId;
  /** Ed25519 public key, 32 bytes. */
  readonly proofKey: Uint8Array;
  /** Milliseconds since the epoch; checked by whoever admits, because resolving must not depend on a clock. */
  readonly expiresAt: number;
  readonly needsPassword: boolean;
}

/** The invite shall admit nobody any more. Any member may close any invite. */
export interface RevokeBody {
  readonly type: 'revoke';
  readonly invite: InviteId;
}

/** Somebody proved to hold the invite and is a member from here on. */
export interface AdmitBody {
  readonly type: 'admit';
  readonly invite: InviteId;
  readonly joiner: MemberId;
  /** X25519 public key, 32 bytes. */
  readonly joinerKx: Uint8Array;
  /** Transcript hash of the handshake in which the joiner proved itself, 32 bytes. */
  readonly transcript: Uint8Array;
  /** Signature by the invite's proof key over shell, invite, joiner, joinerKx and transcript, 64 bytes. */
  readonly proof: Uint8Array;
  /** The joiner's own signature over the same, 64 bytes: nobody else can choose its key-agreement key. */
  readonly consent: Uint8Array;
}

/** The author goes. Its key never comes back. */
export interface LeaveBody {
  readonly type: 'leave';
}

/** The tombstone: the target is out, for good, once enough members have signed (see `removal.rules.ts`). */
export interface RemoveBody {
  readonly type: 'remove';
  readonly target: MemberId;
  /** For people to read; may be empty. Hostile text: show it through `displayReason`. */
  readonly reason: string;
}

/** A new epoch begins, named after this operation. Its key is sealed to every member at the operation's own place. */
export interface RotateBody {
  readonly type: 'rotate';
  /** Of the key, 32 bytes: whoever opens a box can tell that it got what everybody got. */
  readonly commitment: Uint8Array;
  /** X25519 public key made for this rotation alone, 32 bytes. */
  readonly ephemeral: Uint8Array;
  /** One for each member, the author included. */
  readonly boxes: readonly EpochBox[];
}

/** From here on a first join asks for this password, or for none. */
export interface PasswordBody {
  readonly type: 'password';
  /** What identity derives from the password, 32 bytes; empty for "none". */
  readonly verifier: Uint8Array;
}

/** What an operation does, without who does it, when and after what, which `authorOp` adds. */
export type OpBody = InviteBody | RevokeBody | AdmitBody | LeaveBody | RemoveBody | RotateBody | PasswordBody;

/** The genesis has no header on the wire; the one seen here is what it implies. */
export type GenesisOp = Header & GenesisBody;
/** Any operation but the genesis: in its author's chain, after all that the author had seen. */
export type MemberOp = Header & OpBody;
/** An operation as it reads, told apart by `type`. */
export type Op = GenesisOp | MemberOp;
/** The operations of one `type`. */
export type OpOf<T extends Op['type']> = Extract<Op, { type: T }>;

/** One signature under an operation; a removal may carry several. Even one that verifies may not count. */
export interface OpSignature {
  readonly by: MemberId;
  /** Ed25519 over the payload, 64 bytes. */
  readonly signature: Uint8Array;
}

/**
 * An operation as it travels: canonical bytes and who signed them, ascending by key, each key once. Only a removal is
 * ever signed by others than its author; who signs it later adds to the same operation.
 */
export interface SignedOp {
  readonly payload: Uint8Array;
  readonly signatures: readonly OpSignature[];
}

/** An operation whose form and signature were checked. Whether it has any effect is the resolver's business. */
export interface CheckedOp<T extends Op = Op> {
  readonly id: OpId;
  readonly op: T;
  readonly signed: SignedOp;
}

/** The operations that must be known before this one can be judged. */
export const dependencies = ({ parents, previous }: Header): readonly OpId[] =>
  previous === NO_OP || parents.includes(previous) ? parents : [...parents, previous];

import {
  consentToJoin,
  createKeyRing,
  inviteKeys,
  proveJoin,
  type InstanceId,
  type InviteId,
  type InviteKeys,
  type KeyRing,
  type MemberId,
  type ShellId,
} from '@fyteclub/identity';
import { authorOp, createGenesis, signRemoval } from '../author.ts';
import { rotationFor } from '../epoch.rules.ts';
import { addOps } from '../graph.rules.ts';
import { emptyGraph, type OpGraph } from '../op-graph.ts';
import { decodeOp, encodeOp } from '../op-codec.ts';
import { encodeGenesis } from '../op-layouts.ts';
import {
  DEFAULT_POLICY,
  type AdmitBody,
  type CheckedOp,
  type InviteBody,
  type OpBody,
  type OpOf,
  type Policy,
} from '../op.ts';
import { signRecord, type PresenceRecord } from '../record.ts';
import { resolve, type Roster } from '../resolve.rules.ts';

export const NOON = Date.UTC(2026, 0, 1, 12);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export const filled = (length: number, byte: number): Uint8Array => new Uint8Array(length).fill(byte);

/** Everybody's keys follow from a small number, so every run of a test sees the same ids. */
export const person = (number: number): KeyRing => {
  const seed = filled(32, number & 255);
  seed[1] = number >>> 8;
  return createKeyRing(seed);
};

export const [ada, ben, cleo, dan, eve] = [1, 2, 3, 4, 5].map(person) as [
  KeyRing,
  KeyRing,
  KeyRing,
  KeyRing,
  KeyRing,
];

export const seedOf = (number: number): Uint8Array => {
  const seed = filled(16, number & 255);
  seed[1] = number >>> 8;
  return seed;
};

/** Bytes that look random and are the same in every run. */
export const seeded = (seed: number): ((length: number) => Uint8Array) => {
  let state = seed + 1;
  return (length) => Uint8Array.from({ length }, () => (state = (state * 48271) % 2147483647) & 255);
};

/** What a joiner's handshake hands to the admitter. */
export function claimOf(shell: ShellId, keys: InviteKeys, joiner: KeyRing): AdmitBody {
  const claim = {
    shell,
    invite: keys.id,
    joiner: joiner.memberId,
    joinerKx: joiner.kxPublic,
    transcript: filled(32, 9),
  };
  return { type: 'admit', ...claim, proof: proveJoin(keys, claim), consent: consentToJoin(joiner, claim) };
}

/** One member's copy of the group's history. */
export class Copy {
  graph: OpGraph;
  /** Every operation authored on this copy. */
  readonly authored: CheckedOp[] = [];

  constructor(graph: OpGraph) {
    this.graph = graph;
  }

  static found(founder: KeyRing = ada): Copy {
    const genesis = createGenesis(founder, 'Free Company', NOON, filled(32, 7));
    const copy = new Copy(emptyGraph(genesis.op.shell));
    copy.take(genesis);
    copy.authored.push(genesis);
    return copy;
  }

  /** A group of Ada's under rules that `createGenesis` lays down for nobody. */
  static foundUnder(rules: Partial<Policy>): Copy {
    const payload = encodeGenesis({
      founder: ada.memberId,
      founderKx: ada.kxPublic,
      nonce: filled(32, 7),
      createdAt: NOON,
      name: 'Free Company',
      policy: { ...DEFAULT_POLICY, ...rules },
    });
    const genesis = decodeOp(
      encodeOp({ payload, signatures: [{ by: ada.memberId, signature: ada.sign(payload) }] }),
    );
    if (!genesis.ok) throw new Error(genesis.error);
    const copy = new Copy(emptyGraph(genesis.value.op.shell));
    copy.take(genesis.value);
    return copy;
  }

  /** A partition: from here on both copies go their own way. */
  split(): Copy {
    return new Copy(this.graph);
  }

  get ops(): readonly CheckedOp[] {
    return [...this.graph.ops.values()];
  }
  get roster(): Roster {
    return resolve(this.graph);
  }
  has(who: KeyRing): boolean {
    return this.roster.members[who.memberId] !== undefined;
  }

  /** Authors without looking whether it counts. */
  author(by: KeyRing, body: OpBody): CheckedOp {
    return authorOp(by, this.graph, body, NOON);
  }
  take(...ops: readonly CheckedOp[]): ReturnType<typeof addOps> {
    const addition = addOps(this.graph, ops);
    this.graph = addition.graph;
    return addition;
  }
  /** Authors and takes in; throws if it was refused, so that a story cannot go astray unnoticed. */
  do(by: KeyRing, body: OpBody): CheckedOp {
    const op = this.author(by, body);
    const { refused } = this.take(op);
    if (refused[0] !== undefined) throw new Error(refused[0].code);
    this.authored.push(op);
    return op;
  }
  refusal(by: KeyRing, body: OpBody): string | undefined {
    return addOps(this.graph, [this.author(by, body)]).refused[0]?.code;
  }

  inviteBody(number: number): InviteBody {
    const { id: invite, proofKey } = inviteKeys(seedOf(number));
    return { type: 'invite', invite, proofKey, expiresAt: NOON + HOUR, needsPassword: false };
  }
  invite(by: KeyRing, number: number): InviteKeys {
    this.do(by, this.inviteBody(number));
    return inviteKeys(seedOf(number));
  }
  claim(keys: InviteKeys, joiner: KeyRing): AdmitBody {
    return claimOf(this.graph.shell, keys, joiner);
  }
  admit(by: KeyRing, keys: InviteKeys, joiner: KeyRing): CheckedOp {
    return this.do(by, this.claim(keys, joiner));
  }
  /** Invite and admission in one. */
  bring(by: KeyRing, joiner: KeyRing, number: number): CheckedOp {
    return this.admit(by, this.invite(by, number), joiner);
  }
  leave(who: KeyRing): CheckedOp {
    return this.do(who, { type: 'leave' });
  }
  remove(by: KeyRing, whom: KeyRing, reason = ''): CheckedOp {
    return this.do(by, { type: 'remove', target: whom.memberId, reason });
  }
  /** Adds a signature to a removal that this copy has; whether it counts is another matter. */
  sign(by: KeyRing, removal: CheckedOp): CheckedOp {
    const signed = signRemoval(by, this.graph.ops.get(removal.id) as CheckedOp<OpOf<'remove'>>);
    this.take(signed);
    return signed;
  }
  rotate(by: KeyRing, secret = filled(32, 77), random = seeded(secret[0]!)): CheckedOp {
    return this.do(by, rotationFor(this.roster, secret, random));
  }
  revoke(by: KeyRing, invite: InviteId): CheckedOp {
    return this.do(by, { type: 'revoke', invite });
  }
  merge(other: Copy): ReturnType<typeof addOps> {
    return this.take(...other.ops);
  }
}

/** Ada's group with this many people in it, Ada included; all but her by her invites. */
export function party(size: number): { readonly copy: Copy; readonly people: readonly KeyRing[] } {
  const copy = Copy.found();
  const people = [ada, ...Array.from({ length: size - 1 }, (_, i) => person(i + 2))];
  people.slice(1).forEach((friend, i) => copy.bring(ada, friend, 1000 + i));
  return { copy, people };
}

export const instanceOf = (number: number): InstanceId =>
  number.toString(16).padStart(2, '0').repeat(16) as InstanceId;

/** Ada's group with Ben and Cleo in it. */
export function trio(): Copy {
  const copy = Copy.found();
  copy.bring(ada, ben, 100);
  copy.bring(ada, cleo, 101);
  return copy;
}

export const recordFields = (
  shell: ShellId,
  change: Partial<PresenceRecord> = {},
): Omit<PresenceRecord, 'member'> => ({
  shell,
  instance: instanceOf(1),
  sequence: NOON,
  issuedAt: NOON,
  lifeMs: 24 * HOUR,
  endpoint: { addresses: [{ host: '192.0.2.7', port: 4242 }], fingerprint: filled(32, 3) },
  headsHash: filled(32, 4),
  name: 'Ada',
  ...change,
});

export const recordOf = (by: KeyRing, shell: ShellId, change: Partial<PresenceRecord> = {}): Uint8Array =>
  signRecord(by, recordFields(shell, change));

export const idsOf = (roster: Roster): readonly MemberId[] =>
  Object.keys(roster.members).sort() as MemberId[];

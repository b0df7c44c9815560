import type { InviteId, MemberId, OpId } from '@fyteclub/identity';
import { dependencies, type CheckedOp, type Op, type OpOf } from './op.ts';
import { EMPTY_SET, firstOnes, unionOf, type OpSet } from './op-set.rules.ts';

/** Who could decide about a removal. */
export interface Ballot {
  /** Members at the removal's frontier, its target included. */
  readonly members: ReadonlySet<MemberId>;
  /** Those of them who signed, without the target (P31). */
  readonly signers: readonly MemberId[];
}

type Subject = MemberId | InviteId;
type Topic = 'in' | 'out' | 'invite' | 'revoke' | 'admit';

const NOTHING: readonly number[] = [];

function listed<Key>(lists: Map<Key, number[]>, key: Key, index: number): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [index]);
  else known.push(index);
}

/**
 * A working index over operations, in canonical order: who is in whose causal past, and which operations speak
 * about whom. It grows at its end with the graph that it belongs to (see `graph-index.rules.ts`), and is made anew
 * where something belongs further in front.
 */
export class History {
  readonly #ops: CheckedOp[] = [];
  readonly #support: (readonly number[])[] = [];
  readonly #past: OpSet[] = [];
  readonly #position = new Map<OpId, number>();
  readonly #speaking: Readonly<Record<Topic, Map<Subject, number[]>>> = {
    in: new Map(),
    out: new Map(),
    invite: new Map(),
    revoke: new Map(),
    admit: new Map(),
  };
  readonly #kinds = new Map<Op['type'], number[]>();
  readonly #ballots = new Map<number, Ballot>();
  #anyLoss = false;

  get length(): number {
    return this.#ops.length;
  }

  /** As they are now. */
  get order(): readonly CheckedOp[] {
    return [...this.#ops];
  }

  at(index: number): CheckedOp {
    const op = this.#ops[index];
    if (op === undefined) throw new RangeError(`no operation at ${index}`);
    return op;
  }

  indexOf(id: OpId): number | undefined {
    return this.#position.get(id);
  }

  /** The admissions among these whose proof was checked against this one's invite keys. */
  supportOf(index: number): readonly number[] {
    return this.#support[index] ?? NOTHING;
  }

  pastOf(index: number): OpSet {
    return this.#past[index] ?? EMPTY_SET;
  }

  /** Everything that an operation which is not yet here descends from. Its dependencies must be here. */
  pastOfNew(op: Op): OpSet {
    const direct = dependencies(op).map((id) => {
      const index = this.#position.get(id);
      if (index === undefined) throw new Error('an operation comes after what it depends on');
      return index;
    });
    return unionOf(
      direct.map((index) => this.pastOf(index)),
      direct,
    );
  }

  everything(): OpSet {
    return firstOnes(this.#ops.length);
  }

  /** @param support indexes of the invites whose proof key the admission was checked against. */
  append(checked: CheckedOp, past: OpSet, support: readonly number[] = NOTHING): void {
    const { id, op } = checked;
    const index = this.#ops.push(checked) - 1;
    this.#support.push(support);
    this.#past.push(past);
    this.#position.set(id, index);
    this.#anyLoss ||= op.type === 'leave' || op.type === 'remove';
    listed(this.#kinds, op.type, index);
    for (const [topic, subject] of topics(op)) listed(this.#speaking[topic], subject, index);
  }

  /** The last operation again, with the signatures that count. */
  settleLast(checked: CheckedOp): void {
    this.#ops[this.#ops.length - 1] = checked;
  }

  /** Genesis and admissions that made this key a member. */
  admissionsOf(member: MemberId): readonly number[] {
    return this.#speaking.in.get(member) ?? NOTHING;
  }
  leavesOf(member: MemberId): readonly number[] {
    return this.#speaking.out.get(member) ?? NOTHING;
  }
  about(type: 'invite' | 'revoke' | 'admit', invite: InviteId): readonly number[] {
    return this.#speaking[type].get(invite) ?? NOTHING;
  }
  /** All of one kind, in canonical order. */
  ofType(type: Op['type']): readonly number[] {
    return this.#kinds.get(type) ?? NOTHING;
  }
  /** What a removal's own past says about it; it never changes, so it is computed once. */
  ballotOf(removal: number, compute: () => Ballot): Ballot {
    const known = this.#ballots.get(removal);
    if (known !== undefined) return known;
    const ballot = compute();
    this.#ballots.set(removal, ballot);
    return ballot;
  }
  opOf<T extends Op['type']>(type: T, index: number): OpOf<T> {
    const { op } = this.at(index);
    if (op.type !== type) throw new Error(`expected ${type}, found ${op.type}`);
    return op as OpOf<T>;
  }
  /** While nobody has ever left or been removed, everything that was authorised has effect. */
  get anyLoss(): boolean {
    return this.#anyLoss;
  }
}

function topics(op: Op): readonly (readonly [Topic, Subject])[] {
  switch (op.type) {
    case 'genesis':
      return [['in', op.founder]];
    case 'admit':
      return [
        ['in', op.joiner],
        ['admit', op.invite],
      ];
    case 'leave':
      return [['out', op.author]];
    case 'remove':
    case 'rotate':
    case 'password':
      return [];
    case 'invite':
    case 'revoke':
      return [[op.type, op.invite]];
  }
}

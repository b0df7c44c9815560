import type { InviteId, MemberId, OpId } from '@fyteclub/identity';
import { dependencies, type CheckedOp, type Op, type OpOf } from './op.ts';

/** A set of operations by their index in a {@link History}. */
export type OpSet = Uint32Array;

export const inSet = (set: OpSet, index: number): boolean =>
  (((set[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 1;

const include = (set: OpSet, index: number): void => {
  set[index >>> 5] = (set[index >>> 5] ?? 0) | (1 << (index & 31));
};

/** Who could decide about a removal. */
export interface Ballot {
  /** Members at the removal's frontier, its target included. */
  readonly members: ReadonlySet<MemberId>;
  /** Those of them who signed, without the target (P31). */
  readonly signers: readonly MemberId[];
}

/**
 * A working index over operations, in canonical order: who is in whose causal past, and which operations speak
 * about whom. Made for one call of `addOps` or `resolve` and thrown away; what is kept is the plain `OpGraph`.
 */
export class History {
  readonly #ops: CheckedOp[] = [];
  readonly #support: (readonly number[])[] = [];
  readonly #past: OpSet[] = [];
  readonly #position = new Map<OpId, number>();
  readonly #speaking = new Map<string, number[]>();
  readonly #kinds = new Map<Op['type'], number[]>();
  readonly #ballots = new Map<number, Ballot>();
  readonly #words: number;
  #anyLoss = false;

  /** @param capacity how many operations it will hold at most. */
  constructor(capacity: number) {
    this.#words = Math.ceil(capacity / 32);
  }

  get length(): number {
    return this.#ops.length;
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
    return this.#support[index] ?? [];
  }

  pastOf(index: number): OpSet {
    return this.#past[index] ?? new Uint32Array(this.#words);
  }

  /** Everything that an operation which is not yet here descends from. Its dependencies must be here. */
  pastOfNew(op: Op): OpSet {
    const past = new Uint32Array(this.#words);
    for (const id of dependencies(op)) {
      const index = this.#position.get(id);
      if (index === undefined) throw new Error('an operation comes after what it depends on');
      const theirs = this.pastOf(index);
      for (let word = 0; word < past.length; word++) past[word] = (past[word] ?? 0) | (theirs[word] ?? 0);
      include(past, index);
    }
    return past;
  }

  everything(): OpSet {
    const all = new Uint32Array(this.#words);
    for (let index = 0; index < this.#ops.length; index++) include(all, index);
    return all;
  }

  /** @param support indexes of the invites whose proof key the admission was checked against. */
  append(checked: CheckedOp, past: OpSet, support: readonly number[] = []): void {
    const index = this.#ops.push(checked) - 1;
    this.#support.push(support);
    this.#past.push(past);
    this.#position.set(checked.id, index);
    const { type } = checked.op;
    this.#anyLoss ||= type === 'leave' || type === 'remove';
    const kind = this.#kinds.get(type);
    if (kind === undefined) this.#kinds.set(type, [index]);
    else kind.push(index);
    for (const key of topics(checked.op)) {
      const speaking = this.#speaking.get(key);
      if (speaking === undefined) this.#speaking.set(key, [index]);
      else speaking.push(index);
    }
  }

  /** Genesis and admissions that made this key a member. */
  admissionsOf(member: MemberId): readonly number[] {
    return this.#speaking.get(`in ${member}`) ?? [];
  }
  leavesOf(member: MemberId): readonly number[] {
    return this.#speaking.get(`out ${member}`) ?? [];
  }
  about(type: 'invite' | 'revoke' | 'admit', invite: InviteId): readonly number[] {
    return this.#speaking.get(`${type} ${invite}`) ?? [];
  }
  /** All of one kind, in canonical order. */
  ofType(type: Op['type']): readonly number[] {
    return this.#kinds.get(type) ?? [];
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

function topics(op: Op): readonly string[] {
  switch (op.type) {
    case 'genesis':
      return [`in ${op.founder}`];
    case 'admit':
      return [`in ${op.joiner}`, `admit ${op.invite}`];
    case 'leave':
      return [`out ${op.author}`];
    case 'remove':
    case 'rotate':
    case 'password':
      return [];
    case 'invite':
    case 'revoke':
      return [`${op.type} ${op.invite}`];
  }
}

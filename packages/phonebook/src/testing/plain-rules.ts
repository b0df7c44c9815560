import type { MemberId, OpId } from '@fyteclub/identity';
import { dependencies, type CheckedOp, type Op, type OpOf } from '../op.ts';
import { canonicalOrder } from '../order.rules.ts';

/**
 * The rules of membership once more, as plainly as they can be said and as slow as that is: sets of operations,
 * recursion, no index and no cache but one. What the resolver must agree with.
 */
interface Standing {
  readonly members: ReadonlySet<MemberId>;
  readonly former: ReadonlySet<MemberId>;
  readonly accepted: readonly CheckedOp<OpOf<'remove'>>[];
  readonly counts: (checked: CheckedOp) => boolean;
}

const isType =
  <T extends Op['type']>(type: T) =>
  (checked: CheckedOp): checked is CheckedOp<OpOf<T>> =>
    checked.op.type === type;

const joinerOf = ({ op }: CheckedOp): MemberId | undefined =>
  op.type === 'genesis' ? op.founder : op.type === 'admit' ? op.joiner : undefined;

class Plain {
  readonly #byId: ReadonlyMap<OpId, CheckedOp>;
  readonly #pasts = new Map<OpId, ReadonlySet<OpId>>();
  readonly #standings = new Map<string, Standing>();
  readonly order: readonly OpId[];

  constructor(all: readonly CheckedOp[]) {
    this.#byId = new Map(all.map((checked) => [checked.id, checked]));
    this.order = canonicalOrder(all).map(({ id }) => id);
  }

  pastOf(checked: CheckedOp): ReadonlySet<OpId> {
    const known = this.#pasts.get(checked.id);
    if (known !== undefined) return known;
    const past = new Set(dependencies(checked.op).flatMap((id) => [id, ...this.pastOf(this.#byId.get(id)!)]));
    this.#pasts.set(checked.id, past);
    return past;
  }

  frontierOf(checked: CheckedOp): ReadonlySet<MemberId> {
    return this.standing([...this.pastOf(checked)].map((id) => this.#byId.get(id)!)).members;
  }

  standing(all: readonly CheckedOp[]): Standing {
    const key = all
      .map(({ id }) => id)
      .sort()
      .join();
    const known = this.#standings.get(key);
    if (known !== undefined) return known;
    const accepted: CheckedOp<OpOf<'remove'>>[] = [];
    let open = all.filter(isType('remove'));
    while (open.length > 0) {
      const next = open
        .filter((one) => !open.some(({ id }) => this.pastOf(one).has(id)))
        .sort((a, b) => this.#compare(all, a, b))[0]!;
      open = open.filter((one) => one !== next);
      if (this.#passes(all, next, accepted)) accepted.push(next);
    }
    const standing = this.#given(all, accepted);
    this.#standings.set(key, standing);
    return standing;
  }

  #needed(all: readonly CheckedOp[], removal: CheckedOp<OpOf<'remove'>>): number {
    const people = new Set(this.frontierOf(removal));
    const concurrent = all
      .filter(isType('admit'))
      .filter((admit) => !this.pastOf(removal).has(admit.id) && !this.pastOf(admit).has(removal.id));
    const targets = concurrent.filter(({ op }) => op.author === removal.op.target);
    for (const admit of concurrent) {
      if (targets.includes(admit) || targets.some(({ id }) => this.pastOf(admit).has(id))) continue;
      people.add(admit.op.joiner);
    }
    return people.size >= 10 ? 2 : 1;
  }

  #signers(removal: CheckedOp<OpOf<'remove'>>): readonly MemberId[] {
    const frontier = this.frontierOf(removal);
    return removal.signed.signatures
      .map(({ by }) => by)
      .filter((by) => by !== removal.op.target && frontier.has(by));
  }

  #compare(all: readonly CheckedOp[], a: CheckedOp<OpOf<'remove'>>, b: CheckedOp<OpOf<'remove'>>): number {
    const signed = (removal: CheckedOp<OpOf<'remove'>>): number =>
      Math.min(this.#signers(removal).length, this.#needed(all, removal));
    const senior = (removal: CheckedOp): number =>
      Math.min(
        ...all.filter((one) => joinerOf(one) === removal.op.author).map(({ id }) => this.order.indexOf(id)),
      );
    return signed(b) - signed(a) || senior(a) - senior(b) || (a.id < b.id ? -1 : 1);
  }

  #passes(
    all: readonly CheckedOp[],
    removal: CheckedOp<OpOf<'remove'>>,
    accepted: readonly CheckedOp<OpOf<'remove'>>[],
  ): boolean {
    const { counts } = this.#given(all, accepted);
    const isAdmitted = (member: MemberId): boolean =>
      all.some((one) => joinerOf(one) === member && counts(one));
    const behindItsBack = (signer: MemberId): boolean =>
      signer === removal.op.author &&
      all
        .filter(isType('leave'))
        .some((leave) => leave.op.author === signer && !this.pastOf(leave).has(removal.id));
    const standing = this.#signers(removal).filter(
      (signer) =>
        !accepted.some(({ op }) => op.target === signer) && isAdmitted(signer) && !behindItsBack(signer),
    );
    return this.frontierOf(removal).has(removal.op.target) && standing.length >= this.#needed(all, removal);
  }

  #given(all: readonly CheckedOp[], accepted: readonly CheckedOp<OpOf<'remove'>>[]): Standing {
    const judged = new Map<OpId, boolean>();
    const counts = (checked: CheckedOp): boolean => {
      const known = judged.get(checked.id);
      if (known !== undefined) return known;
      const verdict = judge(checked);
      judged.set(checked.id, verdict);
      return verdict;
    };
    const judge = (checked: CheckedOp): boolean => {
      const { op } = checked;
      if (op.type === 'genesis' || op.type === 'leave') return true;
      if (op.type === 'remove') return accepted.some(({ id }) => id === checked.id);
      const ends = [
        ...all.filter(isType('leave')).filter((leave) => leave.op.author === op.author),
        ...accepted.filter(({ op: { target } }) => target === op.author),
      ];
      if (ends.some((end) => !this.pastOf(end).has(checked.id))) return false;
      const before = [...this.pastOf(checked)].map((id) => this.#byId.get(id)!);
      if (!before.some((one) => joinerOf(one) === op.author && counts(one))) return false;
      if (op.type !== 'admit') return true;
      const closed = before
        .filter(isType('revoke'))
        .some((one) => one.op.invite === op.invite && counts(one));
      const used = before
        .filter(isType('admit'))
        .some((one) => one.op.invite === op.invite && one.op.joiner !== op.joiner && counts(one));
      const open = before
        .filter(isType('invite'))
        .filter((one) => one.op.invite === op.invite && counts(one))
        .some(
          ({ op: { author } }) =>
            !accepted.some((a) => a.op.target === author && this.pastOf(checked).has(a.id)),
        );
      return open && !closed && !used;
    };
    const everybody = new Set(all.map(joinerOf).filter((member) => member !== undefined));
    const left = new Set(all.filter(isType('leave')).map(({ op }) => op.author));
    const removed = new Set(accepted.map(({ op }) => op.target));
    const came = [...everybody].filter((member) =>
      all.some((one) => joinerOf(one) === member && counts(one)),
    );
    const former = came.filter((member) => left.has(member) || removed.has(member));
    return {
      accepted,
      counts,
      former: new Set(former),
      members: new Set(came.filter((m) => !former.includes(m))),
    };
  }

  epoch(all: readonly CheckedOp[]): string | null {
    const { accepted, counts, members } = this.standing(all);
    const gone = new Set([
      ...all.filter(isType('leave')).map(({ op }) => op.author),
      ...accepted.map(({ op }) => op.target),
    ]);
    const losses = [
      ...accepted,
      ...all.filter(isType('leave')),
      ...all
        .filter(isType('admit'))
        .filter((a) => !counts(a) && !members.has(a.op.joiner) && !gone.has(a.op.joiner)),
    ];
    const usable = all.filter(isType('rotate')).filter((rotation) => {
      const frontier = [...this.frontierOf(rotation)].sort();
      const boxes = rotation.op.boxes.map(({ member }) => member).sort();
      return (
        counts(rotation) &&
        losses.every(({ id }) => this.pastOf(rotation).has(id)) &&
        frontier.join() === boxes.join()
      );
    });
    const replaced = new Set(usable.flatMap((rotation) => [...this.pastOf(rotation)]));
    const ids: string[] = usable.map(({ id }) => id).filter((id) => !replaced.has(id));
    if (ids.length === 0 && losses.length === 0) ids.push(this.order[0]!);
    return ids.sort()[0] ?? null;
  }
}

/** The last word that counts; `null` for no password. */
function passwordOf(order: readonly OpId[], said: readonly CheckedOp<OpOf<'password'>>[]) {
  const last = [...said].sort((a, b) => order.indexOf(b.id) - order.indexOf(a.id))[0];
  const none = last === undefined || last.op.verifier.length === 0;
  return none ? null : { version: said.length, verifier: last.op.verifier };
}

/** @param all closed under causality, each operation once. */
export function plainly(all: readonly CheckedOp[]) {
  const plain = new Plain(all);
  const { members, former, accepted, counts } = plain.standing(all);
  return {
    members: [...members].sort(),
    former: [...former].sort(),
    accepted: accepted.map(({ id }) => id).sort(),
    epoch: plain.epoch(all),
    password: passwordOf(plain.order, all.filter(isType('password')).filter(counts)),
  };
}

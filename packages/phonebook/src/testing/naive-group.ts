import type { MemberId, OpId } from '@fyteclub/identity';
import type { CheckedRecord } from '../record.ts';
import type { CheckedOp } from '../op.ts';
import { plainly } from './plain-rules.ts';

/** What one member has, as somebody would keep it who thinks of neither messages nor speed. */
interface Having {
  readonly ops: ReadonlyMap<OpId, CheckedOp>;
  readonly records: ReadonlyMap<MemberId, CheckedRecord>;
}

const better = (a: CheckedRecord | undefined, b: CheckedRecord): boolean =>
  a === undefined || b.sequence > a.sequence || (b.sequence === a.sequence && b.hash < a.hash);

/** A removal with the signatures that either copy has. */
function withBoth(a: CheckedOp | undefined, b: CheckedOp): CheckedOp {
  const all = [...(a?.signed.signatures ?? []), ...b.signed.signatures];
  const signatures = [...new Map(all.map((each) => [each.by, each])).values()];
  return { ...b, signed: { ...b.signed, signatures } };
}

function both(a: Having, b: Having): Having {
  const ops = new Map(a.ops);
  for (const [id, op] of b.ops) ops.set(id, withBoth(ops.get(id), op));
  const records = new Map(a.records);
  for (const [member, record] of b.records)
    if (better(records.get(member), record)) records.set(member, record);
  return { ops, records };
}

/**
 * A group in which everybody who is linked, over however many, has the same at once. What counts of it say the rules
 * said plainly. What the running phonebooks must come to, whatever they do about it.
 */
export class NaiveGroup {
  readonly #having = new Map<MemberId, Having>();
  readonly #links = new Set<string>();

  begin(member: MemberId, ops: readonly CheckedOp[]): void {
    this.#having.set(member, { ops: new Map(ops.map((op) => [op.id, op])), records: new Map() });
  }
  have(member: MemberId): Having {
    const having = this.#having.get(member);
    if (having === undefined) throw new Error('nobody of that name');
    return having;
  }
  members(of: MemberId): readonly string[] {
    return plainly([...this.have(of).ops.values()]).members;
  }
  plain(of: MemberId): ReturnType<typeof plainly> {
    return plainly([...this.have(of).ops.values()]);
  }
  /** The records that count at somebody. */
  book(of: MemberId): Readonly<Record<string, number>> {
    const members = new Set(this.members(of));
    return Object.fromEntries(
      [...this.have(of).records]
        .filter(([id]) => members.has(id))
        .map(([id, { sequence }]) => [id, sequence]),
    );
  }
  areLinked = (a: MemberId, b: MemberId): boolean => this.#links.has([a, b].sort().join());

  act(by: MemberId, op: CheckedOp): void {
    this.#gain(by, { ops: new Map([[op.id, op]]), records: new Map() });
  }
  publish(record: CheckedRecord): void {
    this.#gain(record.member, { ops: new Map(), records: new Map([[record.member, record]]) });
  }
  /**
   * Each tells the other what it has while it takes it for a member, before and after it has listened to it. Where they
   * then stand decides whether the link stays.
   */
  link(a: MemberId, b: MemberId): boolean {
    for (let look = 0; look < 2; look++) {
      const tells = ([from, to]: readonly [MemberId, MemberId]): boolean => this.members(from).includes(to);
      const told = (
        [
          [a, b],
          [b, a],
        ] as const
      )
        .filter(tells)
        .map(([from, to]) => [to, this.have(from).ops] as const);
      for (const [to, ops] of told) this.#gain(to, { ops, records: new Map() });
    }
    if (!this.#knowEachOther(a, b)) return false;
    this.#links.add([a, b].sort().join());
    this.#gain(a, both(this.have(a), this.have(b)));
    return true;
  }
  cut(a: MemberId, b: MemberId): void {
    this.#links.delete([a, b].sort().join());
  }
  /** Back as it once was. */
  restore(member: MemberId, having: Having): void {
    for (const other of this.#having.keys()) this.cut(member, other);
    this.#having.set(member, having);
  }
  /** Links to people who are out. */
  untenable(): readonly (readonly [MemberId, MemberId])[] {
    return [...this.#links]
      .map((link) => link.split(',') as [MemberId, MemberId])
      .filter(([a, b]) => !this.#knowEachOther(a, b));
  }

  #knowEachOther(a: MemberId, b: MemberId): boolean {
    return this.members(a).includes(b) && this.members(b).includes(a);
  }
  /** What people did reaches everybody, also those whom it puts out; where they are reached only who is still in. */
  #gain(member: MemberId, { ops, records }: Having): void {
    const linked = (a: MemberId, b: MemberId): boolean => this.areLinked(a, b);
    for (const each of this.#reach(member, linked)) this.#learn(each, { ops, records: new Map() });
    const still = (a: MemberId, b: MemberId): boolean => this.areLinked(a, b) && this.#knowEachOther(a, b);
    for (const each of this.#reach(member, still)) this.#learn(each, { ops: new Map(), records });
  }
  #learn(member: MemberId, news: Having): void {
    this.#having.set(member, both(this.have(member), news));
  }
  #reach(member: MemberId, over: (a: MemberId, b: MemberId) => boolean): ReadonlySet<MemberId> {
    const reached = new Set([member]);
    for (const one of reached)
      for (const other of this.#having.keys()) if (over(one, other)) reached.add(other);
    return reached;
  }
}

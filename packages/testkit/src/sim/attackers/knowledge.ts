import { checkBeacon, type CheckedBeacon } from '@fyteclub/election';
import { openEpochBox, type EpochId, type KeyRing, type MemberId, type ShellId } from '@fyteclub/identity';
import {
  addOps,
  boxOf,
  checkRecord,
  decodeOp,
  emptyGraph,
  resolve,
  type CheckedOp,
  type CheckedRecord,
  type OpGraph,
  type Roster,
} from '@fyteclub/phonebook';

/** What a member has heard. Unlike an honest node it forgets nothing: old news are what a replay is made of. */
export class Knowledge {
  readonly shell: ShellId;
  graph: OpGraph;
  roster: Roster;
  /** Every record ever heard, as it came, the oldest first. */
  readonly records: CheckedRecord[] = [];
  readonly beacons: Uint8Array[] = [];
  readonly suspicions: Uint8Array[] = [];
  readonly lists: Uint8Array[] = [];
  /** Leases that were given to us. */
  readonly tokens: Uint8Array[] = [];
  readonly #ring: KeyRing;

  constructor(shell: ShellId, ring: KeyRing) {
    this.shell = shell;
    this.#ring = ring;
    this.graph = emptyGraph(shell);
    this.roster = resolve(this.graph);
  }

  /** Every operation in the history, parents before children. */
  get ops(): readonly CheckedOp[] {
    return [...this.graph.ops.values()];
  }

  takeOps(told: readonly Uint8Array[]): void {
    const ops = told.flatMap((bytes) => {
      const op = decodeOp(bytes, this.shell);
      return op.ok ? [op.value] : [];
    });
    const { graph, added, signed } = addOps(this.graph, ops);
    this.graph = graph;
    if (added.length + signed.length > 0) this.roster = resolve(graph);
    for (const { op, id } of added) if (op.type === 'rotate') this.#open(id as string as EpochId);
  }

  /** The last sign of life of a member. */
  lifeOf(member: MemberId): CheckedBeacon | undefined {
    const theirs = this.beacons.flatMap((bytes) => {
      const beacon = checkBeacon(bytes, this.shell);
      return beacon.ok && beacon.value.member === member ? [beacon.value] : [];
    });
    return theirs.reduce<CheckedBeacon | undefined>(
      (best, next) => (best === undefined || next.incarnation > best.incarnation ? next : best),
      undefined,
    );
  }

  takeRecords(told: readonly Uint8Array[]): void {
    for (const bytes of told) {
      const record = checkRecord(bytes, this.shell);
      const isNew = record.ok && this.records.every(({ hash }) => hash !== record.value.hash);
      if (isNew) this.records.push(record.value);
    }
  }

  /** The latest record of a member. */
  recordOf(member: MemberId): CheckedRecord | undefined {
    const theirs = this.records.filter((record) => record.member === member);
    return theirs.reduce<CheckedRecord | undefined>(
      (best, next) => (best === undefined || next.sequence > best.sequence ? next : best),
      undefined,
    );
  }

  /** The epoch that the group seals under, if its key is ours. */
  get epoch(): EpochId | null {
    const { epoch } = this.roster;
    return epoch !== null && this.#ring.hasEpoch(epoch) ? epoch : null;
  }

  #open(epoch: EpochId): void {
    const sealed = boxOf(this.graph, epoch, this.#ring.memberId);
    const opened = sealed && openEpochBox(this.#ring, this.shell, sealed, sealed.box);
    if (opened?.ok === true) this.#ring.addEpoch(epoch, opened.value);
  }
}

/** Adds bytes to a list that has no place for the same twice. @returns whether they are new. */
export function keep(list: Uint8Array[], bytes: Uint8Array): boolean {
  const isNew = list.every((known) => Buffer.compare(known, bytes) !== 0);
  if (isNew) list.push(bytes);
  return isNew;
}

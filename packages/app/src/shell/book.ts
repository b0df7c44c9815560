import { type Endpoint, type EpochId, type MemberId, type OpId } from '@fyteclub/identity';
import {
  authorOp,
  CLOCK_AHEAD_MS,
  dialHint,
  displayName,
  encodeOp,
  openMessage,
  presenceOf,
  sealMessage,
  signRemoval,
  type CheckedOp,
  type CheckedRecord,
  type OpBody,
  type OpGraph,
  type OpOf,
  type PhonebookEmitted,
  type Presence,
  type Roster,
} from '@fyteclub/phonebook';
import type { ActorRefFrom } from 'xstate';
import type { Machines } from '../node/parts.ts';
import type { Self } from './context.ts';
import { DoorSecrets } from './door-secrets.ts';
import type { Peers } from './peers.ts';
import { readBook, storeBook } from './stored-book.ts';

const FIRST_RECORD_MS = 3_000;

/** What others in the syncshell want to know of the phonebook. */
export interface BookListener {
  /** `mine`: by an operation or a signature of our own. */
  rosterChanged?(roster: Roster, mine: boolean): void;
  recordsChanged?(members: readonly MemberId[]): void;
  synced?(member: MemberId): void;
}

/** Our copy of the phonebook: runs its machine, keeps it sealed on the disk and sealed on the wire. */
export class Book {
  /** Behind the doors that members come through. */
  readonly doors: DoorSecrets;
  readonly #self: Self;
  readonly #peers: Peers;
  readonly #actor: ActorRefFrom<Machines['phonebook']>;
  readonly #listeners: BookListener[] = [];
  /** As last known: whoever is gone takes the record along. */
  readonly #names = new Map<MemberId, string>();
  #acting = false;

  constructor(self: Self, peers: Peers) {
    this.#self = self;
    this.#peers = peers;
    this.doors = new DoorSecrets(self, () => this.roster());
    const { actors, parts } = self.node;
    const input = {
      shell: self.shell,
      me: self.ring.memberId,
      ops: readBook(self, () => self.rows.ops()),
      records: readBook(self, () => self.rows.records()),
      now: parts.now(),
      readings: parts.readings,
    };
    this.#actor = actors.spawn(
      `${self.shell.slice(0, 8)}/phonebook`,
      parts.machines.phonebook,
      input,
      (effect) => {
        this.#perform(effect);
      },
    );
    peers.listen({
      up: ({ member }) => {
        this.#actor.send({ type: 'PEER_UP', peer: member, now: parts.now() });
      },
      down: (member) => {
        this.#actor.send({ type: 'PEER_DOWN', peer: member });
      },
      message: {
        phonebook: (from, body) => {
          this.#hear(from, body);
        },
      },
    });
  }

  listen(listener: BookListener): void {
    this.#listeners.push(listener);
  }

  roster(): Roster {
    return this.#actor.getSnapshot().context.roster;
  }

  /** Every member but me. */
  others(): readonly MemberId[] {
    return (Object.keys(this.roster().members) as MemberId[]).filter((id) => id !== this.#self.ring.memberId);
  }

  record(member: MemberId): CheckedRecord | undefined {
    return this.#actor.getSnapshot().context.book.current.get(member);
  }

  /** Resolves once the member has told a record, or after a moment without one. */
  firstRecord(member: MemberId): Promise<void> {
    if (this.record(member) !== undefined) return Promise.resolve();
    return new Promise((resolve) => {
      this.listen({
        recordsChanged: (members) => {
          if (members.includes(member)) resolve();
        },
      });
      this.#self.node.parts.clock.setTimeout(resolve, FIRST_RECORD_MS);
    });
  }

  /** Changes whenever the member tells a new record. */
  recordMark(member: MemberId): string {
    return this.record(member)?.hash ?? '';
  }

  /** Members who have told a record from a time that our clock has not come to. */
  get aheadOfUs(): number {
    const { waiting } = this.#actor.getSnapshot().context.book;
    const now = this.#self.node.parts.now();
    const early = waiting.filter(({ issuedAt }) => issuedAt > now + CLOCK_AHEAD_MS);
    return new Set(early.map(({ member }) => member)).size;
  }

  presence(member: MemberId): Presence {
    return presenceOf(this.#actor.getSnapshot().context.book, member, this.#self.node.parts.now());
  }

  /** The last address we knew, however old: for dialling only. */
  dialHint(member: MemberId): Endpoint | undefined {
    return dialHint(this.#actor.getSnapshot().context.book, member);
  }

  nameOf(member: MemberId): string {
    if (member === this.#self.ring.memberId) return this.#self.row().myName;
    const name = displayName(this.record(member)?.name ?? '');
    if (name !== '') this.#names.set(member, name);
    return this.#names.get(member) ?? `member ${member.slice(0, 8)}`;
  }

  headsHash(): Uint8Array {
    return this.roster().headsHash;
  }

  /** The epoch to seal under now, if there is one and we hold its key. */
  epoch(): EpochId | null {
    const { epoch } = this.roster();
    return epoch !== null && this.#self.ring.hasEpoch(epoch) ? epoch : null;
  }

  /**
   * Whether we may sign operations: as a member, and not while we may have forgotten some that we signed after the
   * backup we were restored from was made. Signing anew would look as if our key was used twice.
   */
  get mayAct(): boolean {
    const isMember = this.roster().members[this.#self.ring.memberId] !== undefined;
    return isMember && (this.#self.row().unsynced !== true || this.others().length === 0);
  }

  graph(): OpGraph {
    return this.#actor.getSnapshot().context.graph;
  }

  /** Signs an operation of ours; it counts, is stored and goes out before this returns. */
  author(body: OpBody): OpId {
    const op = authorOp(this.#self.ring, this.graph(), body, this.#self.node.parts.now());
    this.#take(op);
    return op.id;
  }

  /** Adds our signature to a removal. */
  sign(removal: OpId): void {
    const known = this.graph().ops.get(removal);
    if (known?.op.type !== 'remove') throw new Error('there is no such removal to sign');
    this.#take(signRemoval(this.#self.ring, known as CheckedOp<OpOf<'remove'>>));
  }

  publish(record: Uint8Array): void {
    this.#actor.send({ type: 'LOCAL_RECORD', record, now: this.#self.node.parts.now() });
  }

  /** Asks every connected member for all it has: presence was held back while there was no epoch. */
  refresh(): void {
    for (const { member } of this.#peers.online)
      this.#actor.send({ type: 'PEER_UP', peer: member, now: this.#self.node.parts.now() });
  }

  syncWith(member: MemberId): void {
    this.#actor.send({ type: 'SYNC_WITH', peer: member });
  }

  /** The link is gone before it counted; a counting one is reported by the peers. */
  syncLost(member: MemberId): void {
    if (this.#peers.get(member) === undefined) this.#actor.send({ type: 'PEER_DOWN', peer: member });
  }

  /** All signed operations, parents before children, and all records that count: what a newcomer is handed. */
  everything(): { readonly ops: readonly Uint8Array[]; readonly records: readonly Uint8Array[] } {
    const { graph, book } = this.#actor.getSnapshot().context;
    return {
      ops: [...graph.ops.values()].map(({ signed }) => encodeOp(signed)),
      records: [...book.current.values()].map(({ bytes }) => bytes),
    };
  }

  stop(): void {
    this.#self.node.actors.stop(this.#actor);
  }

  #take(op: CheckedOp): void {
    this.#acting = true;
    this.#actor.send({ type: 'LOCAL_OP', op, now: this.#self.node.parts.now() });
    this.#acting = false;
  }

  /** What lies on the disk is sealed under the last key we were given, also while there is none to send under. */
  newestKey(): EpochId {
    const newest = this.#self.row().epochs.at(-1);
    if (newest === undefined) throw new Error('a member without any epoch key');
    return newest.id;
  }

  #perform(effect: PhonebookEmitted): void {
    const { log, now, readings } = this.#self.node.parts;
    switch (effect.type) {
      case 'SEND': {
        const { ring, shell } = this.#self;
        const body = sealMessage(ring, this.epoch(), shell, effect.message);
        if (body !== undefined) this.#peers.sendEarly(effect.to, 'phonebook', body);
        break;
      }
      case 'STORE':
        storeBook(this.#self, this.newestKey(), effect.ops, effect.records, readings);
        for (const member of effect.forget) this.#self.rows.forgetRecord(member);
        break;
      case 'ROSTER_CHANGED':
        for (const listener of this.#listeners) listener.rosterChanged?.(effect.roster, this.#acting);
        break;
      case 'RECORDS_CHANGED':
        for (const member of effect.members) this.nameOf(member);
        for (const listener of this.#listeners) listener.recordsChanged?.(effect.members);
        break;
      case 'SYNCED':
        for (const listener of this.#listeners) listener.synced?.(effect.peer);
        break;
      case 'FLAGGED':
        log.warn(
          { shell: this.#self.shell, flag: effect.flag, at: now() },
          'the history holds a contradiction',
        );
        break;
      case 'REFUSED':
        log.warn(
          { shell: this.#self.shell, from: effect.from, items: effect.items },
          'refused what a peer told',
        );
        break;
    }
  }

  #hear(from: MemberId, body: unknown): void {
    const { log, now } = this.#self.node.parts;
    const message = openMessage(this.#self.ring, this.#self.shell, body);
    if (message.ok) this.#actor.send({ type: 'MESSAGE', from, message: message.value, now: now() });
    else
      log.warn(
        { shell: this.#self.shell, from, code: message.error },
        'a phonebook message could not be opened',
      );
  }
}

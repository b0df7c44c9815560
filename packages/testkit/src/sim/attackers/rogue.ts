import { toHex, type InstanceId, type KeyRing, type MemberId, type ShellId } from '@fyteclub/identity';
import { signBeacon } from '@fyteclub/election';
import { sealMessage, type CheckedOp, type PhonebookMessage } from '@fyteclub/phonebook';
import type { Clock, Connection, IntroductionAsk } from '@fyteclub/transport';
import type { SimulatedMachine } from '@fyteclub/transport/testing';
import { seededRandom, type SeededRandom } from '../../corpus/seeded-random.ts';
import type { Computer } from '../computer.ts';
import type { CreateKeyRing } from '../node-run.ts';
import { shakeHands, type Claim, type Line, type Met } from './handshaking.ts';
import { Knowledge } from './knowledge.ts';
import { unsealed, type Loot } from './loot.ts';
import { answerAsANode, digestFor } from './manners.ts';
import { groupDoor, Wire } from './wire.ts';

/** An invite as whoever holds its code knows it. */
export interface Ticket {
  readonly seed: Uint8Array;
  readonly issuer: MemberId;
}

/** What else it does with what it hears. */
export interface Ears {
  /** @returns whether the usual answer is left out. */
  readonly heard?: (from: MemberId, topic: string, body: unknown) => boolean;
  /** Somebody has dialled us; whoever takes the connection answers it. */
  readonly dialled?: (connection: Connection, by: MemberId | undefined) => boolean;
}

/**
 * A member who runs another program than ours: on its own machine, with its own disk's keys, over the same wire. It can
 * say anything to anybody who lets it in, and has the manners of a node otherwise, so that it stays connected.
 */
export class Rogue {
  readonly name: string;
  readonly shell: ShellId;
  readonly ring: KeyRing;
  readonly known: Knowledge;
  readonly dice: SeededRandom;
  readonly instance: InstanceId;
  readonly token: Uint8Array;
  readonly clock: Clock;
  readonly wire: Wire;
  readonly lines = new Map<MemberId, Line>();
  ears: Ears = {};
  /** Keys that it made up and brought in, in the order of their admission. */
  readonly puppets: KeyRing[] = [];
  /** Operations that it signed on an old frontier, as one chain, whatever else happened since. */
  hidden: readonly CheckedOp[] = [];
  /** Secrets behind doors that are not its own, and that it answers at all the same. */
  readonly bait: Uint8Array[] = [];
  /** Invites of its own making, in the order in which it published them. */
  readonly tickets: Ticket[] = [];
  /** Invites of others whose codes it got to see. */
  overheard: () => readonly Ticket[] = () => [];
  /** Others who mean harm, and who tell each other everything. */
  friends: () => readonly Rogue[] = () => [];
  /** What it knows of another group, that this one has nothing to do with. */
  elsewhere: Knowledge | undefined;
  /** What others asked it to pass on, and whether it could read it. */
  readonly introductions: { readonly asked: IntroductionAsk; readonly read: boolean }[] = [];
  /** Messages that it got onto a wire. */
  said = 0;
  readonly #computer: Computer;
  readonly #machine: SimulatedMachine;
  readonly #pairs = new Map<MemberId, Uint8Array>();
  readonly #epochs: readonly Uint8Array[];
  readonly #createKeyRing: CreateKeyRing;
  #alive = true;

  constructor(computer: Computer, shell: ShellId, loot: Loot, createKeyRing: CreateKeyRing) {
    const { world, name, seed, clock, address } = computer;
    this.name = name;
    this.shell = shell;
    this.#computer = computer;
    this.dice = seededRandom(`${seed}/rogue`);
    this.#createKeyRing = createKeyRing;
    this.ring = createKeyRing(loot.row.seed, this.random);
    for (const { id, secret } of loot.row.epochs) this.ring.addEpoch(id, secret);
    this.#epochs = loot.row.epochs.map(({ secret }) => secret);
    this.instance = toHex(this.random(16)) as InstanceId;
    this.token = loot.row.token;
    this.known = new Knowledge(shell, this.ring);
    this.known.takeOps(unsealed(this.ring, shell, loot.ops));
    this.known.takeRecords(unsealed(this.ring, shell, loot.records));
    this.clock = clock.timers(name, () => this.#alive);
    this.#machine = world.network.machine({ address, clock: this.clock });
    const { certificatePem, keyPem, fingerprint } = loot.row;
    this.wire = new Wire({
      machine: this.#machine,
      identity: { certificatePem, keyPem, fingerprint },
      now: this.now,
      random: this.random,
      doors: () => new Map(this.others().map((member) => [member, this.door(member)])),
      moreDoors: () => [...this.groupDoors(), ...this.bait],
      dialled: (connection, by) => {
        this.#dialled(connection, by);
      },
    });
  }

  listen(port: number): Promise<void> {
    return this.wire.listen(port);
  }

  readonly now = (): number => this.#computer.clock.now();

  readonly random = (length: number): Uint8Array => Uint8Array.from(this.dice.bytes(length));

  get me(): MemberId {
    return this.ring.memberId;
  }

  /** Keys that nobody has seen before. */
  stranger(): KeyRing {
    return this.#createKeyRing(this.random(32), this.random);
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Every member that it knows of, itself left out. */
  others(): readonly MemberId[] {
    return (Object.keys(this.known.roster.members) as MemberId[]).filter((member) => member !== this.me);
  }

  /** Those of them who are none of its own. */
  people(): readonly MemberId[] {
    const own = new Set([
      ...this.puppets.map(({ memberId }) => memberId),
      ...this.friends().map(({ me }) => me),
    ]);
    return this.others().filter((member) => !own.has(member));
  }

  /** The secret behind the door that it and another member share. */
  door(member: MemberId): Uint8Array {
    const known = this.#pairs.get(member);
    if (known !== undefined) return known;
    const kx = this.known.roster.members[member]?.kx ?? new Uint8Array(32);
    const agreed = this.ring.pairSecret(kx, this.shell);
    const secret = agreed.ok ? agreed.value : this.random(32);
    this.#pairs.set(member, secret);
    return secret;
  }

  /** The secrets behind the group's own doors, of which some may still be open to somebody who was removed. */
  groupDoors(): readonly Uint8Array[] {
    return this.#epochs.map(groupDoor);
  }

  claim(purpose: Claim['purpose'], changed: Partial<Claim> = {}): Claim {
    const { ring, shell, instance, random } = this;
    return { ring, shell, instance, random, purpose, ...changed };
  }

  /** A wire to a member, with nothing said over it. */
  async reach(member: MemberId, secret = this.door(member)): Promise<Connection | undefined> {
    const endpoint = this.known.recordOf(member)?.endpoint;
    return endpoint && (await this.wire.knock(endpoint, secret));
  }

  /** Knocks and shakes hands as whoever is claimed. What comes of it counts as a line of ours if it is kept. */
  async meet(member: MemberId, claim?: Claim, secret?: Uint8Array): Promise<Met> {
    const connection = await this.reach(member, secret);
    if (connection === undefined) return { denied: 'no-answer' };
    const own = this.claim({ kind: 'reconnect', token: this.token });
    const met = await shakeHands(connection, 'initiator', claim ?? own, this);
    if (claim === undefined) this.#met(met);
    return met;
  }

  /** Comes with an invite under a key of its own making, by the door of a member or, with `secret`, another one. */
  async join(member: MemberId, invite: Ticket, joiner: KeyRing, secret?: Uint8Array): Promise<Met> {
    const { seed: inviteSeed, issuer } = invite;
    const claim = this.claim({ kind: 'join', inviteSeed, issuer }, { ring: joiner });
    const met = await this.meet(member, claim, secret);
    if (!('denied' in met)) this.puppets.push(joiner);
    return met;
  }

  /** Meets everybody whose address it knows and to whom it has no line; friends talk elsewhere. */
  async meetAll(): Promise<void> {
    const lost = this.people().filter((member) => !this.lines.has(member));
    await Promise.all(lost.map((member) => this.meet(member)));
  }

  /** @returns whether it got onto the wire. */
  say(to: MemberId, topic: string, body: unknown): boolean {
    const sent = this.lines.get(to)?.link.send(topic, body) ?? false;
    if (sent) this.said += 1;
    return sent;
  }

  tell(to: MemberId, message: PhonebookMessage): boolean {
    const body = sealMessage(this.ring, this.known.epoch, this.shell, message);
    return body !== undefined && this.say(to, 'phonebook', body);
  }

  tellOps(to: MemberId, ...ops: readonly Uint8Array[]): boolean {
    return this.tell(to, { type: 'phonebook.ops', ops });
  }

  tellRecords(to: MemberId, ...records: readonly Uint8Array[]): boolean {
    return this.tell(to, { type: 'phonebook.records', records });
  }

  gossip(
    to: MemberId,
    told: { readonly [Kind in 'beacons' | 'suspicions' | 'lists']?: readonly Uint8Array[] },
  ): boolean {
    return this.say(to, 'election', {
      type: 'election.gossip',
      beacons: [],
      suspicions: [],
      lists: [],
      ...told,
    });
  }

  /** Waits on its own clock. */
  pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.clock.setTimeout(resolve, ms);
    });
  }

  /** Hangs up on everybody. */
  hangUp(): void {
    for (const { link } of this.lines.values()) link.abort();
  }

  /** Gone without a word. */
  vanish(): void {
    this.#alive = false;
    this.#machine.vanish();
    this.lines.clear();
  }

  #dialled(connection: Connection, by: MemberId | undefined): void {
    if (this.ears.dialled?.(connection, by) === true) return;
    if (this.friends().some(({ me }) => me === by)) {
      connection.abort();
      return;
    }
    const claim = this.claim({ kind: 'answer', token: this.token, catchUp: true });
    void shakeHands(connection, 'responder', claim, this).then((met) => {
      this.#met(met);
    });
  }

  #met(met: Met): void {
    if ('denied' in met || !this.#alive) return;
    const { member, link } = met;
    this.lines.set(member, met);
    void link.closed.then(() => {
      if (this.lines.get(member) === met) this.lines.delete(member);
    });
    for (const topic of ['phonebook', 'election', 'membership', 'introduction', 'overlay'])
      link.topic(topic).subscribe((body) => {
        if (this.ears.heard?.(member, topic, body) !== true) answerAsANode(this, met, topic, body);
      });
    // As a node would: so that it is one of those who are there.
    const { shell, instance } = this;
    const beacon = signBeacon(this.ring, { shell, instance, incarnation: this.now(), leaving: false });
    this.gossip(member, { beacons: [beacon] });
    this.tell(member, digestFor(this, false));
  }
}

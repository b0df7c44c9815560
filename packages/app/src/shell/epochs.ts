import {
  epochCommitment,
  equalBytes,
  memberHash,
  openEpochBox,
  pairOpen,
  pairSeal,
  utf8,
  type EpochId,
  type MemberId,
} from '@fyteclub/identity';
import { boxOf, commitmentOf, MAX_MEMBERS, rotationFor, type OpGraph } from '@fyteclub/phonebook';
import type { ActorRefFrom } from 'xstate';
import type { Machines } from '../node/parts.ts';
import type { Book } from './book.ts';
import type { Self } from './context.ts';
import { MAX_EPOCHS } from './kept-memberships.ts';
import { parseHanded, type EpochHanded } from './membership.messages.ts';
import type { Peers } from './peers.ts';

const CONTEXT = utf8('epoch key handed over');
const SECRET_BYTES = 32;
/** Keys of rotations that we have not heard of yet; the rotation comes right behind. */
const MAX_EARLY = 4;
/** Who has no box waits longer: somebody else is about to hand it the key. */
const WITHOUT_BOX = 3;

/**
 * Whether a key is the one that the rotation of its epoch committed to: an inviter could hand out another, and its
 * newcomer would hear nobody. Nothing commits to the first one's key.
 */
export function isKeyOf(
  graph: OpGraph,
  { id, secret }: { readonly id: EpochId; readonly secret: Uint8Array },
): boolean {
  const commitment = commitmentOf(graph, id);
  return commitment === undefined
    ? id === (graph.shell as string)
    : equalBytes(epochCommitment(graph.shell, secret), commitment);
}

/** The keys under which the group speaks: found in our boxes, handed to newcomers, made anew after every loss. */
export class Epochs {
  readonly #self: Self;
  readonly #book: Book;
  readonly #peers: Peers;
  readonly #actor: ActorRefFrom<Machines['epoch']>;
  readonly #early = new Map<EpochId, Uint8Array>();
  /** The epoch that everybody connected has been seen to. */
  #current: EpochId | null;

  constructor(self: Self, book: Book, peers: Peers) {
    this.#self = self;
    this.#book = book;
    this.#peers = peers;
    const { actors, parts } = self.node;
    this.#actor = actors.spawn(`${self.shell.slice(0, 8)}/epoch`, parts.machines.epoch, undefined, () => {
      this.rotate();
    });
    this.#current = book.epoch();
    book.listen({
      rosterChanged: (_, mine) => {
        this.#look(mine);
      },
    });
    peers.listen({
      up: ({ member }) => {
        this.#handTo(member);
      },
      message: {
        membership: (from, body) => {
          const handed = parseHanded(body);
          if (handed !== undefined) this.#handed(from, handed);
        },
      },
    });
    this.#look(false);
  }

  /** Begins a new epoch, if there is none. @returns the one to seal under. */
  rotate(): EpochId | null {
    const roster = this.#book.roster();
    const fits = Object.keys(roster.members).length <= MAX_MEMBERS;
    if (this.#book.epoch() === null && fits && this.#book.mayAct) {
      const { random } = this.#self.node.parts;
      // Our own box in it is how the key becomes ours, now and after a crash in between.
      this.#book.author(rotationFor(roster, random(SECRET_BYTES), random));
    }
    return this.#book.epoch();
  }

  stop(): void {
    this.#self.node.actors.stop(this.#actor);
  }

  #look(mine: boolean): void {
    const { epoch } = this.#book.roster();
    if (epoch !== null && !this.#self.ring.hasEpoch(epoch)) this.#open(epoch);
    const usable = this.#book.epoch();
    if (usable === null) {
      const patience = epoch === null ? 0 : WITHOUT_BOX;
      const jitter = (this.#self.node.parts.random(1)[0] ?? 0) / 256;
      this.#actor.send({ type: 'STALE', rank: this.#rank() + patience, eager: mine, jitter });
      return;
    }
    this.#actor.send({ type: 'FRESH' });
    if (usable === this.#current) return;
    this.#current = usable;
    // The rotation itself is on its way to everybody first.
    queueMicrotask(() => {
      for (const { member } of this.#peers.online) this.#handTo(member);
      this.#book.refresh();
    });
  }

  /** Our box, or what a member handed us before the rotation came. */
  #open(epoch: EpochId): void {
    const { ring, shell } = this.#self;
    const sealed = boxOf(this.#book.graph(), epoch, ring.memberId);
    const opened = sealed && openEpochBox(ring, shell, sealed, sealed.box);
    if (opened?.ok === true) this.#keep(epoch, opened.value);
    const early = this.#early.get(epoch);
    if (early !== undefined && !ring.hasEpoch(epoch)) this.#accept(epoch, early);
  }

  #accept(epoch: EpochId, secret: Uint8Array): boolean {
    const graph = this.#book.graph();
    if (commitmentOf(graph, epoch) === undefined || !isKeyOf(graph, { id: epoch, secret })) return false;
    this.#early.delete(epoch);
    this.#keep(epoch, secret);
    return true;
  }

  #keep(epoch: EpochId, secret: Uint8Array): void {
    const { epochs } = this.#self.row();
    this.#self.update({ epochs: [...epochs, { id: epoch, secret }].slice(-MAX_EPOCHS) });
  }

  /** Somebody admitted where the rotation was not known yet has no box in it. */
  #handTo(member: MemberId): void {
    const { ring, shell } = this.#self;
    const epoch = this.#book.epoch();
    const kx = this.#book.roster().members[member]?.kx;
    const graph = this.#book.graph();
    if (epoch === null || kx === undefined || commitmentOf(graph, epoch) === undefined) return;
    const secret = ring.epochSecret(epoch);
    if (secret === undefined || boxOf(graph, epoch, member) !== undefined) return;
    const box = pairSeal({ ring, shell, peer: { member, kx } }, CONTEXT, secret);
    secret.fill(0);
    if (box.ok) this.#peers.send(member, 'membership', { type: 'membership.epoch', epoch, box: box.value });
  }

  #handed(from: MemberId, { epoch, box }: EpochHanded): void {
    const { ring, shell } = this.#self;
    const kx = this.#book.roster().members[from]?.kx;
    if (kx === undefined || ring.hasEpoch(epoch)) return;
    const opened = pairOpen({ ring, shell, peer: { member: from, kx } }, CONTEXT, box);
    if (!opened.ok || opened.value.length !== SECRET_BYTES) return;
    if (this.#accept(epoch, opened.value)) this.#look(false);
    else if (this.#early.size < MAX_EARLY) this.#early.set(epoch, opened.value);
  }

  /** How many members online come before us; the first of them rotates. */
  #rank(): number {
    const mine = memberHash(this.#self.ring.memberId);
    return this.#peers.online.filter(({ member }) => memberHash(member) < mine).length;
  }
}

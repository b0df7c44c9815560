import type { MemberId } from '@fyteclub/identity';
import {
  neighboursOf,
  parseOverlay,
  ringsOf,
  shapeOf,
  surplusLinks,
  type Neighbours,
  type OverlayMessage,
  type Rings,
  type Shape,
} from '@fyteclub/transport';
import type { Book } from './book.ts';
import type { Self } from './context.ts';
import type { Doubts } from './doubts.ts';
import type { Peers } from './peers.ts';

/** In which order members are dialled when many are to be. */
export const URGENCY = { wanted: 0, neighbour: 1, passed: 2, probe: 3 } as const;

interface Held {
  /** We need it, and have said so. */
  needed: boolean;
  /** The other side has not said that it does not. */
  claimed: boolean;
  /** Runs while we do not need it. */
  grace: unknown;
  ripe: boolean;
}

/** Which links of one syncshell stand: those to everybody in a small one, to neighbours and whoever is wanted else. */
export class Mesh {
  readonly #self: Self;
  readonly #book: Book;
  readonly #peers: Peers;
  readonly #doubts: Doubts;
  readonly #listeners: (() => void)[] = [];
  /** Every connected member, the longest connected first. */
  readonly #links = new Map<MemberId, Held>();
  readonly #wants = new Map<MemberId, Set<string>>();
  #shape: Shape = 'full';
  #rings: { readonly of: unknown; readonly rings: Rings } | undefined;

  constructor(self: Self, book: Book, peers: Peers, doubts: Doubts) {
    this.#self = self;
    this.#book = book;
    this.#peers = peers;
    this.#doubts = doubts;
    peers.listen({
      up: ({ member }) => {
        this.#links.set(member, { needed: true, claimed: true, grace: undefined, ripe: false });
      },
      down: (member) => {
        self.node.parts.clock.clearTimeout(this.#links.get(member)?.grace);
        this.#links.delete(member);
      },
      message: {
        overlay: (from, body) => {
          const message = parseOverlay(body);
          if (message !== undefined) this.#hear(from, message);
        },
      },
    });
  }

  /** Hears whenever other members are to be dialled, or links may have become surplus. */
  listen(listener: () => void): void {
    this.#listeners.push(listener);
  }

  get shape(): Shape {
    return this.#shape;
  }

  /** A direct link to the member is needed for as long as anybody has not released it. */
  want(member: MemberId, why: 'sight' | 'transfer'): void {
    const reasons = this.#wants.get(member) ?? new Set();
    if (reasons.has(why)) return;
    this.#wants.set(member, reasons.add(why));
    this.#changed();
  }

  release(member: MemberId, why: 'sight' | 'transfer'): void {
    const reasons = this.#wants.get(member);
    if (reasons?.delete(why) !== true) return;
    if (reasons.size === 0) this.#wants.delete(member);
    this.#changed();
  }

  /** Whom to dial, and how urgently: all of them members who are not connected. */
  targets(): ReadonlyMap<MemberId, number> {
    const targets = new Map<MemberId, number>();
    const aim = (members: Iterable<MemberId>, urgency: number): void => {
      for (const member of members)
        if (this.#peers.get(member) === undefined && !targets.has(member)) targets.set(member, urgency);
    };
    const others = new Set(this.#book.others());
    aim(
      [...this.#wants.keys()].filter((member) => others.has(member)),
      URGENCY.wanted,
    );
    if (this.#shape === 'full') {
      aim(others, URGENCY.neighbour);
      return targets;
    }
    const { standing, passed } = this.#neighbours((member) => this.#doubts.has(member));
    aim(standing, URGENCY.neighbour);
    aim(passed, URGENCY.passed);
    return targets;
  }

  /** Connected members who may pass a word on to this one: its neighbours first. */
  relaysTo(member: MemberId): readonly MemberId[] {
    const online = this.#peers.online.map((peer) => peer.member);
    const isNeighbour = this.#neighbourhood(member);
    return [...online.filter(isNeighbour), ...online.filter((other) => !isNeighbour(other))];
  }

  /**
   * A connected member, but not the one who asks, who is likely to be linked to this one; undefined in a small group,
   * where whoever asks can ask everybody.
   */
  neighbourOf(member: MemberId, asker: MemberId): MemberId | undefined {
    const isNeighbour = this.#neighbourhood(member);
    return this.#peers.online.find((peer) => peer.member !== asker && isNeighbour(peer.member))?.member;
  }

  /** Says of every link whether we need it, and lets go of those that neither side does. */
  review(): void {
    const { overlay } = this.#self.node.parts;
    this.#shape = shapeOf(this.#shape, this.#book.others().length + 1, overlay.meshAbove);
    const needs = this.#needs();
    for (const [member, held] of this.#links) this.#claim(member, held, needs(member));
    const claims = [...this.#links].map(([member, held]) => ({ member, ...held }));
    for (const member of surplusLinks(claims, this.#self.ring.memberId, overlay.maxLinks))
      this.#peers.part(member);
  }

  stop(): void {
    for (const { grace } of this.#links.values()) this.#self.node.parts.clock.clearTimeout(grace);
    this.#links.clear();
  }

  #needs(): (member: MemberId) => boolean {
    if (this.#shape === 'full') return () => true;
    // Nearest of those who are connected: a link goes only once a nearer one is there.
    const { standing } = this.#neighbours((member) => !this.#links.has(member));
    return (member) => standing.has(member) || this.#wants.has(member);
  }

  #claim(member: MemberId, held: Held, needed: boolean): void {
    if (held.needed === needed) return;
    const { clock, overlay } = this.#self.node.parts;
    held.needed = needed;
    held.ripe = false;
    clock.clearTimeout(held.grace);
    if (!needed) {
      held.grace = clock.setTimeout(() => {
        held.ripe = true;
        this.#changed();
      }, overlay.graceMs);
    }
    this.#peers.send(member, 'overlay', { type: 'overlay.need', needed });
  }

  #hear(from: MemberId, message: OverlayMessage): void {
    const held = this.#links.get(from);
    if (message.type === 'overlay.part') this.#peers.part(from);
    else if (held !== undefined && held.claimed !== message.needed) {
      held.claimed = message.needed;
      this.#changed();
    }
  }

  #neighbourhood(member: MemberId): (other: MemberId) => boolean {
    if (this.#shape === 'full') return () => false;
    const { standing } = neighboursOf(this.#circles(), member, (other) => this.#doubts.has(other));
    return (other) => standing.has(other);
  }

  #neighbours(doubted: (member: MemberId) => boolean): Neighbours {
    return neighboursOf(this.#circles(), this.#self.ring.memberId, doubted);
  }

  #circles(): Rings {
    const { members } = this.#book.roster();
    if (this.#rings?.of !== members) {
      const rings = ringsOf(Object.keys(members) as MemberId[], this.#self.node.parts.overlay.rings);
      this.#rings = { of: members, rings };
    }
    return this.#rings.rings;
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

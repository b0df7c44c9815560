import { hash256, toHex, utf8, type MemberId } from '@fyteclub/identity';
import { LAST_REDIAL_MS, nextAttempt } from '../dialling.rules.ts';
import {
  LONELY_PROBE_MS,
  neighboursOf,
  OVERLAY,
  PROBE_MS,
  ringsOf,
  surplusLinks,
  type Rings,
} from '../overlay.rules.ts';

/** One round is as long as a dial that nobody answers. */
const ROUND_MS = 10_000;

export const memberCalled = (name: string): MemberId => toHex(hash256(utf8(name))) as MemberId;

/** Numbers in [0, 1), the same for the same seed. */
export function diceOf(seed: string): () => number {
  let count = 0;
  return () => {
    const [a = 0, b = 0, c = 0] = hash256(utf8(`${seed}/${count++}`));
    return (a * 65_536 + b * 256 + c) / 16_777_216;
  };
}

interface Doubt {
  readonly failures: number;
  readonly retryAt: number;
}

/** What one node knows by itself; it shares nothing with the others but the list of members. */
class Node {
  /** Since when I have not needed each link, in ms; undefined while I do. Oldest link first. */
  readonly links = new Map<MemberId, number | undefined>();
  readonly doubts = new Map<MemberId, Doubt>();
  probeAt = 0;

  up(member: MemberId): void {
    this.doubts.delete(member);
    this.links.set(member, undefined);
    // What failed while nobody could be reached says nothing about those who could not.
    if (this.links.size === 1) this.doubts.clear();
  }
}

/** What one signed operation costs until everybody who can hear it has it. */
export interface Flood {
  readonly reached: number;
  readonly messages: number;
  readonly hops: number;
}

/** A group whose nodes link by the overlay's rules alone, in rounds. The world decides who can reach whom. */
export class OverlayWorld {
  readonly members: readonly MemberId[];
  readonly online: Set<MemberId>;
  /** Whether a dial gets through, both ends being online. */
  reaches: (from: MemberId, to: MemberId) => boolean = () => true;
  dials = 0;
  readonly dice: () => number;
  readonly #rings: Rings;
  readonly #nodes: ReadonlyMap<MemberId, Node>;
  #now = 0;

  constructor(size: number, seed: string) {
    this.members = Array.from({ length: size }, (_, number) => memberCalled(`${seed}/${number}`));
    this.online = new Set(this.members);
    this.dice = diceOf(seed);
    this.#rings = ringsOf(this.members, OVERLAY.rings);
    this.#nodes = new Map(this.members.map((member) => [member, new Node()]));
  }

  /** Dials, then closes what is surplus. */
  round(): void {
    this.#now += ROUND_MS;
    for (const member of this.online) this.#dial(member, this.node(member));
    for (const member of this.online) this.#review(member, this.node(member));
    for (const member of this.online) this.#close(member, this.node(member));
  }

  rounds(count: number): void {
    for (let i = 0; i < count; i++) this.round();
  }

  /** Links that the world no longer carries end, as heartbeats do when they go unanswered. */
  cut(): void {
    for (const [member, { links }] of this.#nodes)
      for (const other of [...links.keys()]) {
        if (!this.online.has(member) || !this.online.has(other) || !this.reaches(member, other))
          links.delete(other);
      }
  }

  /** How many links each online member holds. */
  degrees(): readonly number[] {
    return [...this.online].map((member) => this.node(member).links.size);
  }

  isLinked(one: MemberId, other: MemberId): boolean {
    return this.node(one).links.has(other);
  }

  /** One operation from its author: everybody tells it, once, to all it is linked to but the one who told. */
  flood(author: MemberId): Flood {
    const hops = new Map([[author, 0]]);
    const queue: (readonly [member: MemberId, from: MemberId | undefined])[] = [[author, undefined]];
    let messages = 0;
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [member, from] = next;
      for (const other of this.node(member).links.keys()) {
        if (other === from) continue;
        messages++;
        if (hops.has(other)) continue;
        hops.set(other, (hops.get(member) ?? 0) + 1);
        queue.push([other, member]);
      }
    }
    return { reached: hops.size, messages, hops: Math.max(...hops.values()) };
  }

  node(member: MemberId): Node {
    const node = this.#nodes.get(member);
    if (node === undefined) throw new Error(`${member} is no member`);
    return node;
  }

  #dial(me: MemberId, node: Node): void {
    const { links, doubts } = node;
    const doubted = (other: MemberId): boolean => !links.has(other) && doubts.has(other);
    const { standing, passed } = neighboursOf(this.#rings, me, doubted);
    const due = [...passed].filter((other) => (doubts.get(other)?.retryAt ?? 0) <= this.#now);
    const targets = [...standing, ...due].filter((other) => !links.has(other)).slice(0, OVERLAY.maxDials);
    for (const other of targets) this.#attempt(me, node, other);
    if (this.#now < node.probeAt) return;
    node.probeAt = this.#now + (links.size === 0 ? LONELY_PROBE_MS : PROBE_MS);
    const missed = [...doubts.keys()].filter((other) => !passed.has(other));
    const probed = missed[Math.floor(this.dice() * missed.length)];
    if (probed !== undefined) this.#attempt(me, node, probed);
  }

  #attempt(me: MemberId, node: Node, other: MemberId): void {
    this.dials++;
    if (this.online.has(other) && this.reaches(me, other)) {
      node.up(other);
      this.node(other).up(me);
      return;
    }
    this.#doubt(node, other);
  }

  #doubt({ doubts }: Node, other: MemberId): void {
    const failures = (doubts.get(other)?.failures ?? 0) + 1;
    doubts.set(other, { failures, retryAt: this.#now + nextAttempt(failures, this.dice()) });
  }

  /** Says of every link whether it is one to the nearest of those who are linked. */
  #review(me: MemberId, { links }: Node): void {
    const { standing } = neighboursOf(this.#rings, me, (member) => !links.has(member));
    for (const [other, idleSince] of links)
      links.set(other, standing.has(other) ? undefined : (idleSince ?? this.#now));
  }

  #close(me: MemberId, { links }: Node): void {
    const claims = [...links].map(([member, idleSince]) => ({
      member,
      needed: idleSince === undefined,
      claimed: this.node(member).links.get(me) === undefined,
      ripe: idleSince !== undefined && this.#now - idleSince >= OVERLAY.graceMs,
    }));
    for (const other of surplusLinks(claims, me, OVERLAY.maxLinks)) {
      const theirs = this.node(other);
      // Shown out although it needs me: it looks for somebody else and comes again later.
      if (theirs.links.get(me) === undefined) this.#doubt(theirs, me);
      links.delete(other);
      theirs.links.delete(me);
    }
  }
}

/** After so many rounds every back-off has run out at least once. */
export const ROUNDS_TO_HEAL = Math.ceil(LAST_REDIAL_MS / ROUND_MS) + 1;

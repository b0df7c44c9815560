import type { MemberId } from '@fyteclub/identity';
import type { Self } from './context.ts';
import type { Negotiation, Peer } from './negotiation.ts';
import { keepsNewer } from './peers.rules.ts';

/**
 * Why a member is not connected any more: the link broke or was closed; neither side needed it, and the member is
 * still there; or another link to the same member takes its place.
 */
export type DownCause = 'lost' | 'parted' | 'replaced';

/** What happens to the connected members of one syncshell. */
export interface PeerListener {
  up?(peer: Peer): void;
  down?(member: MemberId, cause: DownCause): void;
  /** `topic` is one that the listener named; the body is whatever the peer sent. */
  message?: Readonly<Record<string, (from: MemberId, body: unknown) => void>>;
}

interface Entry {
  readonly peer: Peer;
  readonly negotiation: Negotiation;
  /** Counts as connected; before that only the sync may pass. */
  counts: boolean;
  /** Topics that need not wait until it counts. */
  readonly early: readonly string[];
  /** What came before the link counted: the other side may be a step ahead. */
  readonly held: (() => void)[];
  /** One side has said that it goes because nobody needs the link. */
  parting: boolean;
}

const MAX_HELD = 256;
/** A second sync over a poor line takes no longer. */
const GRACE_MS = 3_000;

/** The proven members of one syncshell and their links; at most one link counts per member. */
export class Peers {
  readonly #self: Self;
  readonly #listeners: PeerListener[] = [];
  readonly #counting = new Map<MemberId, Entry>();
  readonly #all = new Set<Entry>();
  /** Surplus links that are still open, and the timers that end them. */
  readonly #surplus = new Map<Entry, unknown>();

  constructor(self: Self) {
    this.#self = self;
  }

  /** Hears of every peer from now on, and of what those say who are proven already: a newcomer's first peer is. */
  listen(listener: PeerListener): void {
    this.#listeners.push(listener);
    for (const entry of this.#all) this.#subscribe(entry, listener);
  }

  /** A proven peer; `early` topics are delivered at once, all others once the link counts. */
  proven(peer: Peer, negotiation: Negotiation, early: readonly string[]): void {
    const entry: Entry = { peer, negotiation, counts: false, early, held: [], parting: false };
    this.#all.add(entry);
    for (const listener of this.#listeners) this.#subscribe(entry, listener);
  }

  #subscribe(entry: Entry, { message = {} }: PeerListener): void {
    for (const [topic, take] of Object.entries(message)) {
      entry.peer.link.topic(topic).subscribe((body) => {
        const deliver = (): void => {
          take(entry.peer.member, body);
        };
        if (entry.counts || entry.early.includes(topic)) deliver();
        else if (entry.held.length < MAX_HELD) entry.held.push(deliver);
        else entry.peer.link.abort();
      });
    }
  }

  connected(peer: Peer): void {
    const entry = [...this.#all].find((candidate) => candidate.peer === peer);
    if (entry === undefined) return;
    const older = this.#counting.get(peer.member);
    if (older !== undefined && !keepsNewer(older.peer, peer, this.#self.ring.memberId, peer.member)) {
      this.#endLater(entry);
      return;
    }
    this.#counting.set(peer.member, entry);
    entry.counts = true;
    if (older !== undefined) {
      // Whatever ran over the old link (transfers above all) is bound to its session.
      for (const listener of this.#listeners) listener.down?.(peer.member, 'replaced');
      this.#endLater(older);
    }
    for (const listener of this.#listeners) listener.up?.(peer);
    for (const deliver of entry.held.splice(0)) deliver();
  }

  ended(peer: Peer): void {
    const entry = [...this.#all].find((candidate) => candidate.peer === peer);
    if (entry === undefined) return;
    this.#all.delete(entry);
    this.#self.node.parts.clock.clearTimeout(this.#surplus.get(entry));
    this.#surplus.delete(entry);
    if (this.#counting.get(peer.member) !== entry) return;
    this.#counting.delete(peer.member);
    for (const listener of this.#listeners) listener.down?.(peer.member, entry.parting ? 'parted' : 'lost');
  }

  /**
   * Of two links the other side keeps the same one, but it may not count that yet: with this one gone at once it would
   * hold us for offline until it does.
   */
  #endLater(entry: Entry): void {
    const timer: unknown = this.#self.node.parts.clock.setTimeout(() => {
      entry.negotiation.abort();
    }, GRACE_MS);
    this.#surplus.set(entry, timer);
  }

  get(member: MemberId): Peer | undefined {
    return this.#counting.get(member)?.peer;
  }

  /** Whether a link to the member counts or is about to. */
  meets(member: MemberId): boolean {
    return [...this.#all].some(({ peer }) => peer.member === member);
  }

  /** How many members are connected. */
  get count(): number {
    return this.#counting.size;
  }

  get online(): readonly Peer[] {
    return [...this.#counting.values()].map(({ peer }) => peer);
  }

  send(member: MemberId, topic: string, body: unknown): boolean {
    return this.#counting.get(member)?.peer.link.send(topic, body) ?? false;
  }

  /** For the sync: over the newest link, which may not count yet while an older one may be a ghost. */
  sendEarly(member: MemberId, topic: string, body: unknown): void {
    const links = [...this.#all].filter(({ peer }) => peer.member === member);
    links.at(-1)?.peer.link.send(topic, body);
  }

  broadcast(topic: string, body: unknown): void {
    for (const { link } of this.online) link.send(topic, body);
  }

  /** Closes a link that nobody needs, or whose other side says so; what is on its way still arrives. */
  part(member: MemberId): void {
    const entry = this.#counting.get(member);
    if (entry === undefined || entry.parting) return;
    entry.parting = true;
    entry.peer.link.send('overlay', { type: 'overlay.part' });
    void entry.peer.link.close();
  }

  /** The graph changed: whoever is no longer a member is shown out. */
  recheck(): void {
    for (const { negotiation } of this.#all) negotiation.recheck();
  }

  /** Lets queued messages out, then closes every link. */
  async close(): Promise<void> {
    await Promise.all([...this.#all].map(({ peer }) => peer.link.close()));
  }
}

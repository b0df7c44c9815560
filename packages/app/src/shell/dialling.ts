import type { MemberId } from '@fyteclub/identity';
import { LONELY_PROBE_MS, PROBE_MS } from '@fyteclub/transport';
import type { Book } from './book.ts';
import type { Self } from './context.ts';
import type { Doubts } from './doubts.ts';
import { URGENCY, type Mesh } from './mesh.ts';
import type { DownCause, Peers } from './peers.ts';

/** Of two members who learn of each other at once the higher key waits a moment, so that one dial does. */
const POLITENESS_MS = 400;
const NEGOTIATION_MS = 2_000;

interface Target {
  urgency: number;
  /** What the member's last record said, to notice when it moved or came back. */
  readonly told: string;
  readonly stop: AbortController;
  /** Undefined while it is being dialled. */
  timer: unknown;
}

/**
 * Keeps trying to reach every member that the mesh wants and who is not connected. Backs off, starts anew when a
 * member tells a new address, and now and then tries somebody whom everybody may have given up.
 */
export class Dialling {
  readonly #self: Self;
  readonly #book: Book;
  readonly #peers: Peers;
  readonly #mesh: Mesh;
  readonly #doubts: Doubts;
  readonly #reach: (member: MemberId, signal: AbortSignal) => Promise<void>;
  readonly #targets = new Map<MemberId, Target>();
  #probe: unknown;
  #stopped = false;

  constructor(
    self: Self,
    book: Book,
    peers: Peers,
    mesh: Mesh,
    doubts: Doubts,
    /** Tries every way to the member; resolves once one of them counts, or none does. */
    reach: (member: MemberId, signal: AbortSignal) => Promise<void>,
  ) {
    this.#self = self;
    this.#book = book;
    this.#peers = peers;
    this.#mesh = mesh;
    this.#doubts = doubts;
    this.#reach = reach;
    peers.listen({
      up: ({ member }) => {
        this.#up(member);
      },
      down: (member, cause) => {
        this.#down(member, cause);
        this.refresh();
      },
    });
    mesh.listen(() => {
      this.refresh();
    });
    this.#probeLater();
  }

  /** Looks again at who should be linked to: members came, went, or told new addresses. */
  refresh(): void {
    if (this.#stopped) return;
    this.#mesh.review();
    const wanted = this.#mesh.targets();
    const members = new Set(this.#book.others());
    for (const [member, { urgency }] of this.#targets)
      if (!wanted.has(member) && !(urgency === URGENCY.probe && members.has(member))) this.#forget(member);
    for (const [member, urgency] of wanted) {
      const known = this.#targets.get(member);
      if (known?.told === this.#book.recordMark(member)) known.urgency = urgency;
      else this.#aim(member, urgency, this.#patience(member));
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#self.node.parts.clock.clearTimeout(this.#probe);
    for (const member of [...this.#targets.keys()]) this.#forget(member);
  }

  #up(member: MemberId): void {
    this.#forget(member);
    this.#doubts.up(member);
    if (this.#peers.count === 1) {
      // What failed while we could reach nobody says nothing about those who did not answer.
      this.#doubts.clear();
      for (const [other, { timer }] of this.#targets) if (timer !== undefined) this.#forget(other);
    }
    this.refresh();
  }

  #down(member: MemberId, cause: DownCause): void {
    if (cause === 'replaced') return;
    // Somebody with too many links shows us out though we need it: we look elsewhere, and come again later.
    const refused = cause === 'parted' && this.#mesh.targets().has(member);
    this.#doubts.down(member, refused ? 'refused' : cause);
  }

  #patience(member: MemberId): number {
    const wait = this.#doubts.waitFor(member);
    return wait > 0 || this.#self.ring.memberId < member ? wait : POLITENESS_MS;
  }

  #forget(member: MemberId): void {
    const target = this.#targets.get(member);
    if (target === undefined) return;
    this.#targets.delete(member);
    this.#self.node.parts.clock.clearTimeout(target.timer);
    target.stop.abort();
  }

  #aim(member: MemberId, urgency: number, afterMs: number): void {
    this.#forget(member);
    const told = this.#book.recordMark(member);
    const target: Target = { urgency, told, stop: new AbortController(), timer: undefined };
    this.#targets.set(member, target);
    this.#schedule(member, target, afterMs);
  }

  #schedule(member: MemberId, target: Target, afterMs: number): void {
    target.timer = this.#self.node.parts.clock.setTimeout(() => {
      target.timer = undefined;
      void this.#attempt(member, target);
    }, afterMs);
  }

  async #attempt(member: MemberId, target: Target): Promise<void> {
    // Somebody who is just being let in, or lets us in, needs no second connection.
    if (this.#peers.meets(member)) {
      this.#schedule(member, target, NEGOTIATION_MS);
      return;
    }
    const { signal } = target.stop;
    const endTurn = await this.#self.node.dials.take(target, signal);
    if (endTurn === undefined) return;
    if (this.#peers.meets(member)) {
      endTurn();
      this.#schedule(member, target, NEGOTIATION_MS);
      return;
    }
    await this.#reach(member, signal).finally(endTurn);
    if (this.#targets.get(member) !== target) return;
    this.#targets.delete(member);
    this.#doubts.failed(member);
    this.refresh();
  }

  #probeLater(): void {
    const base = this.#peers.count === 0 ? LONELY_PROBE_MS : PROBE_MS;
    this.#probe = this.#self.node.parts.clock.setTimeout(
      () => {
        this.#probeSomebody();
        this.#probeLater();
      },
      base * (0.5 + this.#dice()),
    );
  }

  /** Somebody who is believed offline and is nobody's business: else two halves of a group might never meet again. */
  #probeSomebody(): void {
    if (this.#mesh.shape === 'full') return;
    const missed = this.#book
      .others()
      .filter((member) => !this.#targets.has(member) && this.#doubts.has(member));
    const member = missed[Math.floor(this.#dice() * missed.length)];
    if (member !== undefined) this.#aim(member, URGENCY.probe, 0);
  }

  /** A number in [0, 1). */
  #dice(): number {
    const [high = 0, low = 0] = this.#self.node.parts.random(2);
    return (high * 256 + low) / 65_536;
  }
}

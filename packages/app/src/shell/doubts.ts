import type { MemberId } from '@fyteclub/identity';
import { LAST_REDIAL_MS, nextAttempt } from '@fyteclub/transport';
import type { Book } from './book.ts';
import type { Self } from './context.ts';
import type { Peers } from './peers.ts';

/** A link that ends sooner than this counts as a dial that failed, or two nodes could go round in circles. */
const BRIEF_MS = 10_000;

interface Doubt {
  readonly failures: number;
  /** What the member's record said then: with another one it gets a fresh start. */
  readonly told: string;
  readonly notBefore: number;
}

/** Who could not be reached lately, and when it is tried again. */
export class Doubts {
  readonly #self: Self;
  readonly #book: Book;
  readonly #peers: Peers;
  readonly #doubts = new Map<MemberId, Doubt>();
  /** Since when each connected member is, and how often it had failed before. */
  readonly #connected = new Map<MemberId, { readonly since: number; readonly failures: number }>();

  constructor(self: Self, book: Book, peers: Peers) {
    this.#self = self;
    this.#book = book;
    this.#peers = peers;
  }

  /** Whether others are linked to in the member's place. */
  has(member: MemberId): boolean {
    if (this.#peers.get(member) !== undefined) return false;
    if (this.#doubt(member) !== undefined) return true;
    // Whoever runs renews its record; but while we are alone we cannot have heard of that.
    return this.#peers.count > 0 && this.#book.presence(member).state !== 'fresh';
  }

  /** How long to wait before the next dial, ms. */
  waitFor(member: MemberId): number {
    const { notBefore } = this.#doubt(member) ?? { notBefore: 0 };
    return Math.min(Math.max(0, notBefore - this.#self.node.parts.now()), LAST_REDIAL_MS);
  }

  failed(member: MemberId): void {
    this.#fail(member, this.#doubt(member)?.failures ?? 0);
  }

  up(member: MemberId): void {
    const failures = this.#doubt(member)?.failures ?? 0;
    this.#connected.set(member, { since: this.#self.node.parts.now(), failures });
    this.#doubts.delete(member);
  }

  /** @param how it broke; it was closed although we need it; or nobody needed it. */
  down(member: MemberId, how: 'lost' | 'refused' | 'parted'): void {
    const { since, failures } = this.#connected.get(member) ?? { since: 0, failures: 0 };
    this.#connected.delete(member);
    const brief = this.#self.node.parts.now() - since < BRIEF_MS;
    if (how === 'refused' || (how === 'lost' && brief)) this.#fail(member, failures);
  }

  clear(): void {
    this.#doubts.clear();
  }

  #fail(member: MemberId, before: number): void {
    const { now, random } = this.#self.node.parts;
    const failures = before + 1;
    const wait = nextAttempt(failures, (random(1)[0] ?? 0) / 256);
    this.#doubts.set(member, { failures, told: this.#book.recordMark(member), notBefore: now() + wait });
  }

  #doubt(member: MemberId): Doubt | undefined {
    const doubt = this.#doubts.get(member);
    return doubt?.told === this.#book.recordMark(member) ? doubt : undefined;
  }
}

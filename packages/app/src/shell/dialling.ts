import type { Endpoint, MemberId } from '@fyteclub/identity';
import { dialCredentials, nextAttempt, type Connection } from '@fyteclub/transport';
import type { Book } from './book.ts';
import type { Self } from './context.ts';
import type { Peers } from './peers.ts';
import { endWith, firstOf, pause } from './waiting.ts';

const DIAL_TIMEOUT_MS = 10_000;
/** Of two members who learn of each other at once the higher key waits a moment, so that one dial does. */
const POLITENESS_MS = 400;
const GROUP_DOOR_AFTER_MS = 1500;
const NEGOTIATION_MS = 2_000;

interface Target {
  failures: number;
  timer: unknown;
  /** What the member's last record said, to notice when it moved or came back. */
  told: string;
}

/**
 * Keeps trying to reach every member who is not connected: at its last known address, however old, and through a
 * common member where that fails. Backs off, and starts anew when a member tells a new address.
 */
export class Dialling {
  readonly #self: Self;
  readonly #book: Book;
  readonly #peers: Peers;
  readonly #take: (connection: Connection, member: MemberId) => Promise<void>;
  readonly #introduce: (member: MemberId) => Promise<void>;
  readonly #targets = new Map<MemberId, Target>();
  readonly #stopped = new AbortController();

  constructor(
    self: Self,
    book: Book,
    peers: Peers,
    /** Handles a connection that we dialled to this member; resolves once it counts, or has ended. */
    take: (connection: Connection, member: MemberId) => Promise<void>,
    /** Asks common members to introduce us; resolves once what comes of it counts, or nothing does. */
    introduce: (member: MemberId) => Promise<void>,
  ) {
    this.#self = self;
    this.#book = book;
    this.#peers = peers;
    this.#take = take;
    this.#introduce = introduce;
    peers.listen({
      down: () => {
        this.refresh();
      },
      up: ({ member }) => {
        this.#forget(member);
      },
    });
  }

  /** Looks again at who should be dialled: members came, went, or told new addresses. */
  refresh(): void {
    if (this.#stopped.signal.aborted) return;
    const wanted = new Set(this.#book.others().filter((member) => this.#peers.get(member) === undefined));
    for (const member of this.#targets.keys()) if (!wanted.has(member)) this.#forget(member);
    for (const member of wanted) {
      const told = this.#book.recordMark(member);
      const known = this.#targets.get(member);
      if (known?.told === told) continue;
      if (known !== undefined) this.#forget(member);
      const target: Target = { failures: 0, timer: undefined, told };
      this.#targets.set(member, target);
      this.#schedule(member, target, this.#self.ring.memberId < member ? 0 : POLITENESS_MS);
    }
  }

  stop(): void {
    this.#stopped.abort();
    for (const member of [...this.#targets.keys()]) this.#forget(member);
  }

  #forget(member: MemberId): void {
    const target = this.#targets.get(member);
    if (target?.timer !== undefined) this.#self.node.parts.clock.clearTimeout(target.timer);
    this.#targets.delete(member);
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
    if (!(await this.#dial(member))) await this.#introduce(member);
    if (this.#targets.get(member) !== target || this.#peers.get(member) !== undefined) return;
    target.failures += 1;
    this.#schedule(member, target, nextAttempt(target.failures, this.#jitter()));
  }

  #jitter(): number {
    return (this.#self.node.parts.random(1)[0] ?? 0) / 256;
  }

  async #dial(member: MemberId): Promise<boolean> {
    const endpoint = this.#book.dialHint(member);
    if (endpoint === undefined || endpoint.addresses.length === 0) return false;
    const done = new AbortController();
    const release = endWith(this.#stopped.signal, done);
    const { signal } = done;
    const knocks = [
      this.#knock(endpoint, this.#book.pairSecret(member), signal),
      // Somebody who was away when we were admitted cannot know our pair's door; the group's own is open to us.
      pause(this.#self.node.parts.clock, GROUP_DOOR_AFTER_MS, signal).then(() =>
        this.#knock(endpoint, this.#book.groupSecrets()[0], signal),
      ),
    ];
    const connection = await firstOf(knocks);
    release();
    done.abort();
    if (connection === undefined) return false;
    await this.#take(connection, member);
    return true;
  }

  async #knock(
    endpoint: Endpoint,
    secret: Uint8Array | undefined,
    signal: AbortSignal,
  ): Promise<Connection | undefined> {
    if (secret === undefined || signal.aborted) return undefined;
    const { host, parts } = this.#self.node;
    const dialled = await host.dial({
      ...dialCredentials(secret, parts.now(), parts.random),
      addresses: endpoint.addresses,
      fingerprint: endpoint.fingerprint,
      identity: this.#self.wire,
      kind: 'control',
      timeoutMs: DIAL_TIMEOUT_MS,
      signal,
    });
    return dialled.ok ? dialled.value : undefined;
  }
}

import { encodeReply, inviteKeys, type Invite } from '@fyteclub/identity';
import { dialCredentials, meetCredentials, type Connection } from '@fyteclub/transport';
import type { Self } from './context.ts';
import { REPLY_CONTEXT } from './inviting.ts';
import type { JoinObserver } from './join.types.ts';
import { endWith, firstOf, pause } from './waiting.ts';

const DIRECT_TIMEOUT_MS = 12_000;
const DIRECT_PAUSE_MS = 5_000;

/** The ways to reach an inviter: straight by the code, or by waiting for the reply to be carried back. */
export class Joining {
  readonly #self: Self;
  readonly #invite: Invite;
  readonly #replyOnly: boolean;
  #attempt = new AbortController();

  /** @param replyOnly do not try the direct way at all. */
  constructor(self: Self, invite: Invite, replyOnly: boolean) {
    this.#self = self;
    this.#invite = invite;
    this.#replyOnly = replyOnly;
  }

  /** One dial at the addresses in the code. */
  async dial(): Promise<Connection | undefined> {
    const signal = this.#renew();
    return this.#dialOnce(signal);
  }

  /**
   * Both ways at once until one works or the invite ends: the inviter may only have been slow to start.
   *
   * @param observer is told what the joiner hands back to the inviter.
   */
  async meet(observer: Pick<JoinObserver, 'replyNeeded'>): Promise<Connection | undefined> {
    const signal = this.#renew();
    await this.#self.node.whereabouts.ask();
    if (signal.aborted) return undefined;
    observer.replyNeeded(this.#replyCode());
    const { host, parts } = this.#self.node;
    const keys = inviteKeys(this.#invite.seed);
    const won = new AbortController();
    const release = endWith(signal, won);
    const meeting = host
      .meet({
        ...meetCredentials(keys.iceSecret, 'answer', REPLY_CONTEXT),
        ...this.#target(),
        role: 'answer',
        deadlineMs: Math.max(0, this.#invite.expiresAt - parts.now()),
        signal: won.signal,
      })
      .then((met) => (met.ok ? met.value : undefined));
    const ways = this.#replyOnly ? [meeting] : [meeting, this.#keepDialling(won.signal)];
    const first = await firstOf(ways);
    release();
    won.abort();
    return first;
  }

  stop(): void {
    this.#attempt.abort();
  }

  #replyCode(): string {
    const keys = inviteKeys(this.#invite.seed);
    const addresses = this.#self.node.host.addresses().slice(0, 8);
    const endpoint = { addresses, fingerprint: this.#self.wire.fingerprint };
    return encodeReply({ invite: keys.id, endpoint }, keys);
  }

  #renew(): AbortSignal {
    this.#attempt.abort();
    this.#attempt = new AbortController();
    return this.#attempt.signal;
  }

  #target() {
    const { addresses, fingerprint } = this.#invite.endpoint;
    return { addresses, fingerprint, identity: this.#self.wire, kind: 'control' as const };
  }

  async #dialOnce(signal: AbortSignal): Promise<Connection | undefined> {
    const { host, parts } = this.#self.node;
    const credentials = dialCredentials(inviteKeys(this.#invite.seed).iceSecret, parts.now(), parts.random);
    const dialled = await host.dial({
      ...credentials,
      ...this.#target(),
      timeoutMs: DIRECT_TIMEOUT_MS,
      signal,
    });
    return dialled.ok ? dialled.value : undefined;
  }

  async #keepDialling(signal: AbortSignal): Promise<Connection | undefined> {
    const { parts } = this.#self.node;
    while (!signal.aborted) {
      const connection = await this.#dialOnce(signal);
      if (connection !== undefined) return connection;
      await pause(parts.clock, DIRECT_PAUSE_MS, signal);
    }
    return undefined;
  }
}

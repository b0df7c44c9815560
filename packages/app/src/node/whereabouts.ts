import type { NetworkHost } from '@fyteclub/transport';

/** Whoever asks again so soon is told the same. */
const FRESH_MS = 30_000;

/**
 * Where others see this machine, as the STUN servers say that the config names: they are asked only when an invite, a
 * reply or our own record needs to tell it, and nobody is where there are none.
 */
export class Whereabouts {
  readonly #host: NetworkHost;
  readonly #now: () => number;
  #asked: { readonly at: number; readonly answer: Promise<unknown> } | undefined;

  constructor(host: NetworkHost, now: () => number) {
    this.#host = host;
    this.#now = now;
  }

  /** Once it resolves, within some seconds whatever comes of it, `addresses()` of the host says what was found. */
  async ask(): Promise<void> {
    const now = this.#now();
    if (this.#asked === undefined || now > this.#asked.at + FRESH_MS)
      this.#asked = { at: now, answer: this.#host.discover() };
    await this.#asked.answer;
  }
}

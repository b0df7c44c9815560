/** What happened in a simulated world: a running hash over all of it, and lines for whoever wants to read. */
export interface TraceOptions {
  /** Gets the story: commands, faults, what nodes tell and log. */
  readonly story?: (line: string) => void;
  /** Gets every packet, timer and write as well. */
  readonly everything?: boolean;
}

const NOTHING = new Uint8Array();
const END_BYTES = 64;

/** Two runs with the same {@link hash} went through the same events. */
export class Trace {
  readonly #options: TraceOptions;
  #low = 0x9e3779b9;
  #high = 0x85ebca6b;
  #events = 0;

  constructor(options: TraceOptions = {}) {
    this.#options = options;
  }

  get events(): number {
    return this.#events;
  }

  /** 16 hex digits. */
  get hash(): string {
    return [this.#high, this.#low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
  }

  /** A packet, a timer, a write: everything that makes something run. */
  event(now: number, what: string, who: string, whom = '', bytes: Uint8Array = NOTHING): void {
    this.#events += 1;
    this.#mix(now * 1_000);
    this.#mixBytes(bytes);
    this.#take(what);
    this.#take(who);
    this.#take(whom);
    if (this.#options.everything === true)
      this.#say(
        now,
        `${who} ${what}${whom === '' ? '' : ` → ${whom}`}${bytes.length === 0 ? '' : ` (${bytes.length} bytes)`}`,
      );
  }

  /** Something that people understand; `text` is only made where somebody reads it, and is not hashed. */
  tell(now: number, text: () => string): void {
    if (this.#options.story !== undefined) this.#say(now, text());
  }

  #say(now: number, text: string): void {
    this.#options.story?.(`${(now / 1000).toFixed(3).padStart(10)}  ${text}`);
  }

  #take(text: string): void {
    for (let at = 0; at < text.length; at++) this.#mix(text.charCodeAt(at));
    this.#mix(text.length);
  }

  /** Of long ones both ends: a sealed frame's tag, which comes last, depends on all of it. */
  #mixBytes(bytes: Uint8Array): void {
    const { length } = bytes;
    for (let at = 0; at < length; at++) {
      if (at === END_BYTES && length > 2 * END_BYTES) at = length - END_BYTES;
      this.#mix(bytes[at] ?? 0);
    }
    this.#mix(length);
  }

  /** Two multiplications that disturb each other; nobody attacks it, it only has to notice. */
  #mix(value: number): void {
    this.#low = Math.imul(this.#low ^ value, 0x85ebca77);
    this.#high = Math.imul(this.#high ^ (value / 2 ** 32) ^ value, 0xc2b2ae3d);
    this.#low ^= this.#high >>> 15;
    this.#high ^= this.#low >>> 13;
  }
}

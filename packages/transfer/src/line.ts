import { encodeFrame, type ReceiverFrame, type SenderFrame } from './frames.ts';
import type { BulkPort, PumpEnd } from './ports.ts';
import type { OpenedFrame, TransferSeal } from './seal.ts';

/** A sender waits above this; with the frame then sent it is the most that ever lies unsent in the channel. */
export const HIGH_WATER_BYTES = 512 * 1024;

/** The sealed conversation of one transfer over one bulk channel, from one side, until it ends. */
export class Line {
  /** Sealed bytes sent and received. */
  wire = 0;
  /** Grows with everything sent, received, or done in between: standing still means a stall. */
  beats = 0;
  #end: PumpEnd | undefined;
  readonly #port: BulkPort;
  readonly #seal: TransferSeal;
  readonly #stopping = new AbortController();

  constructor(port: BulkPort, seal: TransferSeal) {
    this.#port = port;
    this.#seal = seal;
  }

  get end(): PumpEnd | undefined {
    return this.#end;
  }

  /** Fires when the transfer ends, for work that takes long. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Resolves when the transfer ends. */
  over(): Promise<void> {
    return new Promise((resolve) => this.signal.addEventListener('abort', () => resolve()));
  }

  /** The first end counts; keys are gone from here on. */
  finish(end: PumpEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#seal.wipe();
    this.#stopping.abort();
  }

  fail(code: Extract<PumpEnd, { kind: 'failed' }>['code'], path?: string): void {
    this.finish({ kind: 'failed', code, ...(path === undefined ? {} : { path }) });
  }

  /** Waits for room first. Resolves false once the transfer is over. */
  async send(frame: SenderFrame | ReceiverFrame, last = false): Promise<boolean> {
    if (this.#end === undefined && this.#port.bufferedAmount() > HIGH_WATER_BYTES) await this.#port.drained();
    return this.sendNow(frame, last);
  }

  /** For the little frames that must not wait: how much is written, and the end. */
  sendNow(frame: SenderFrame | ReceiverFrame, last = false): boolean {
    if (this.#end !== undefined) return false;
    const sealed = this.#seal.seal(encodeFrame(frame), last);
    this.wire += sealed.length;
    this.beats++;
    if (this.#port.send(sealed)) return true;
    this.fail('channel-lost');
    return false;
  }

  /** The last frame, after which all is well here, whether or not the other side still hears it. */
  farewell(frame: ReceiverFrame): void {
    if (this.#end !== undefined) return;
    const sealed = this.#seal.seal(encodeFrame(frame), true);
    this.wire += sealed.length;
    this.finish({ kind: 'done' });
    this.#port.send(sealed);
  }

  open(frame: Uint8Array): OpenedFrame | undefined {
    if (this.#end !== undefined) return undefined;
    this.wire += frame.length;
    this.beats++;
    const opened = this.#seal.open(frame);
    if (opened === undefined) this.fail('bad-frame');
    return opened;
  }
}

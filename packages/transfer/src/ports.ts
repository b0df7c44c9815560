import type { Result } from '@fyteclub/identity';
import type { PumpCode } from './codes.rules.ts';
import type { CheckedManifest } from './manifest.ts';

/** The bulk channel as a pump needs it; a transport `Channel` is one. */
export interface BulkPort {
  /** @returns false once the channel is closed. */
  send(frame: Uint8Array): boolean;
  /** Bytes accepted by `send` and not yet handed to the network. */
  bufferedAmount(): number;
  /** Resolves below the low-water mark, or when the channel closes. */
  drained(): Promise<void>;
}

/** Where a sender's bytes come from. Entries are numbered as in the manifest. */
export interface OutboundSource {
  /** Fills `into` from `offset` on; `changed` when the file is no longer what was scanned, or unreadable. */
  read(entry: number, offset: number, into: Uint8Array): Promise<Result<void, 'changed'>>;
  /** Lets go of open files; called once, when the pump ends. */
  close(): Promise<void>;
}

/** Long work of a store: it stops when told, with any result, and says that it is alive. */
export interface Work {
  readonly signal: AbortSignal;
  /** At least once for every 64 MiB read. */
  beat(): void;
}

/** `changed-on-disk`: somebody else wrote to a file of ours after it was verified. */
export type StoreProblem = 'disk-full' | 'disk-error' | 'changed-on-disk';

/** Where a receiver's bytes go, and what is there already. */
export interface InboundStore {
  /** The signed manifest kept from an earlier try, if any; hostile until checked. */
  manifest(): Promise<Uint8Array | undefined>;
  /** Keeps the manifest, takes stock and reuses; the bitmap says which chunks are in place and verified. */
  begin(checked: CheckedManifest, work: Work): Promise<Result<Uint8Array, StoreProblem>>;
  /** Writes verified bytes, in parts that lie end to end; must not hold them back in memory once resolved. */
  write(entry: number, offset: number, parts: readonly Uint8Array[]): Promise<Result<void, StoreProblem>>;
  /** Every chunk is written: completes empty files and folders and lets go of open files. */
  finish(): Promise<Result<void, StoreProblem>>;
  /** Lets go of open files when the pump ends before `finish`. */
  close(): Promise<void>;
}

/** Resolves when so many more bytes may move: a token bucket, for one. */
export type Pace = (bytes: number) => Promise<void>;

/** How far one transfer is and whether it is alive, to be asked now and then. */
export interface Progress {
  /** Inbound: verified and written, with what was here before. Outbound: the receiver's own count plus what it had. */
  readonly bytes: number;
  /** Bytes of the whole mod. */
  readonly total: number;
  /** Sealed bytes that went over the channel in this transfer, both ways. */
  readonly wire: number;
  /** Grows with every sign of life; unchanged for long means that the other side or the channel is stuck. */
  readonly beats: number;
}

/**
 * How a pump ended. `done`: every byte is verified and written at the receiver, as far as this side knows. `path` is
 * the file of the mod that is to blame, where one is.
 */
export type PumpEnd =
  { readonly kind: 'done' } | { readonly kind: 'failed'; readonly code: PumpCode; readonly path?: string };

/** One side of one transfer in motion. */
export interface Pump {
  /** A frame from the channel; the pump keeps the bytes. */
  receive(frame: Uint8Array): void;
  /** The channel has closed. */
  closed(): void;
  /** Stops at once and zeroes the keys; harmless after the end. */
  abort(): void;
  /** As it is at this moment, before and after the end too. */
  progress(): Progress;
  /** Settles once, never rejects; by then files are closed and keys are zeroed. */
  readonly ended: Promise<PumpEnd>;
}

import { createInbound } from '../inbound.ts';
import type { CheckedManifest } from '../manifest.ts';
import { transferId } from '../messages.ts';
import { createOutbound } from '../outbound.ts';
import type { InboundStore, OutboundSource, Pace, Pump, PumpEnd } from '../ports.ts';
import { createTransferSeal, type TransferBinding } from '../seal.ts';
import { MemoryLane } from './duplex.ts';
import { ada, ben, offerOf, shell } from './mods.ts';

export type Meddle = (frame: Uint8Array, index: number, deliver: (frame: Uint8Array) => void) => void;

export interface StageOptions {
  readonly shared: CheckedManifest;
  readonly source: OutboundSource;
  readonly store: InboundStore;
  readonly transfer?: string;
  readonly binding?: Partial<TransferBinding>;
  /** Stands between sender and receiver. */
  readonly meddle?: Meddle;
  readonly tick?: () => Promise<void>;
  readonly record?: boolean;
  readonly paceUp?: Pace;
  readonly paceDown?: Pace;
}

export interface Stage {
  readonly sender: Pump;
  readonly receiver: Pump;
  readonly down: MemoryLane;
  readonly up: MemoryLane;
  readonly ends: Promise<[sender: PumpEnd, receiver: PumpEnd]>;
}

let transfers = 0;

/** Ada sends a mod to Ben over a channel in memory; when one side ends, the channel closes for the other. */
export function stage(options: StageOptions): Stage {
  const { shared, source, store } = options;
  const half = options.transfer ?? (++transfers).toString(16).padStart(32, '0');
  const binding: TransferBinding = {
    secret: new Uint8Array(32).fill(7),
    transfer: transferId(half, half),
    shell,
    sender: ada.memberId,
    receiver: ben.memberId,
    mod: shared.mod,
    ...options.binding,
  };
  let [index, sender, receiver]: [number, Pump | undefined, Pump | undefined] = [0, undefined, undefined];
  const down = new MemoryLane(
    (frame) => {
      const deliver = (bytes: Uint8Array): void => receiver?.receive(bytes);
      if (options.meddle === undefined) deliver(frame);
      else options.meddle(frame, index++, deliver);
    },
    options.tick,
    options.record,
  );
  const up = new MemoryLane((frame) => sender?.receive(frame), undefined, options.record);
  sender = createOutbound({
    port: down,
    seal: createTransferSeal(binding, 'sender'),
    shared,
    source,
    ...(options.paceUp && { pace: options.paceUp }),
  });
  receiver = createInbound({
    port: up,
    seal: createTransferSeal({ ...binding, mod: shared.mod }, 'receiver'),
    expected: { shell, owner: shared.manifest.owner, mod: shared.mod },
    offer: offerOf(shared),
    store,
    ...(options.paceDown && { pace: options.paceDown }),
  });
  const [first, second] = [sender, receiver];
  // What was queued still arrives: a channel that is closed in peace drains first.
  void first.ended.then((end) => end.kind === 'failed' && end.code !== 'stale' && second.closed());
  void second.ended.then((end) => end.kind === 'failed' && first.closed());
  return { sender: first, receiver: second, down, up, ends: Promise.all([first.ended, second.ended]) };
}

import { LABELS, type Result } from '@fyteclub/identity';
import {
  createInbound,
  createOutbound,
  createTransferSeal,
  type InboundStore,
  type InstallCode,
  type ModOffer,
  type Pump,
  type Sight,
  type TransferMessage,
} from '@fyteclub/transfer';
import type { Connection } from '@fyteclub/transport';
import type { SharedMod } from '../mods/share.ts';
import type { Book } from './book.ts';
import type { Self } from './context.ts';
import type { Peer } from './negotiation.ts';

/** What a receiver does with what has come. */
export interface Receiving {
  readonly store: InboundStore;
  /** Puts the finished mod in place; its folder. */
  install(): Promise<Result<string, InstallCode>>;
}

/** What the run of one transfer needs from the syncshell around it. */
export interface RunOptions {
  readonly self: Self;
  readonly book: Book;
  readonly peer: () => Peer | undefined;
  readonly offer: ModOffer;
  readonly direction: 'inbound' | 'outbound';
  readonly sight: Sight;
  /** Whether it begins by standing still. */
  readonly paused: boolean;
  /** Inbound: whether our user wants to be asked first. */
  readonly held: boolean;
  readonly send: (message: TransferMessage) => void;
  /** Outbound: the mod as it is shared now. */
  readonly shared: () => SharedMod | undefined;
  /** Outbound: whoever was turned away may ask again. */
  readonly offerAgain: () => void;
  /** Outbound: what was offered is not what is on the disk. */
  readonly rescan: () => void;
  /** Inbound. */
  readonly receiving: () => Receiving;
  /** Inbound: the mod is in place. */
  readonly installed: (path: string) => void;
}

interface Way {
  readonly peer: Peer;
  /** The transfer's own bulk connection. */
  readonly connection: Connection;
  readonly mod: Uint8Array;
  /** 32 bytes: both halves of its id. */
  readonly transfer: Uint8Array;
}

/**
 * What moves the bytes of one transfer, sealed under keys that nothing else is sealed under.
 * @param store inbound: where what comes is put.
 * @returns undefined if the mod is not shared any more.
 */
export function createPump(
  { self, direction, offer, shared }: RunOptions,
  { peer, connection, mod, transfer }: Way,
  store: InboundStore | undefined,
): Pump | undefined {
  const outgoing = direction === 'outbound' ? shared() : undefined;
  if (direction === 'outbound' && outgoing === undefined) return undefined;
  const [mine, theirs] = [self.ring.memberId, peer.member];
  const seal = createTransferSeal(
    {
      secret: peer.session.export(LABELS.transferKey, transfer),
      transfer,
      shell: self.shell,
      sender: direction === 'outbound' ? mine : theirs,
      receiver: direction === 'outbound' ? theirs : mine,
      mod,
    },
    direction === 'outbound' ? 'sender' : 'receiver',
  );
  const port = connection.channel;
  const pace = self.node.limits.pace(direction === 'outbound' ? 'up' : 'down', self.shell, peer.member);
  if (outgoing !== undefined) {
    const source = self.node.parts.disk.folders.source(outgoing);
    return createOutbound({ port, seal, pace, shared: outgoing.checked, source });
  }
  if (store === undefined) throw new Error('what comes has to be put somewhere');
  const expected = { shell: self.shell, owner: peer.member, mod };
  return createInbound({ port, seal, pace, offer, expected, store });
}

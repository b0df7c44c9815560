import type { MemberId } from '@fyteclub/identity';
import type { EndCode, InstallCode, LossCode, TransferCode } from './codes.rules.ts';
import type { ModHash, Refusal } from './messages.ts';
import type { Sight } from './range.rules.ts';

/** Which mod moves between whom: there is one session for each peer, mod and direction. */
export interface TransferSessionInput {
  readonly peer: MemberId;
  readonly mod: ModHash;
  /** Of the mod, for people. */
  readonly name: string;
  /** Inbound: the peer owns the mod and we receive it. */
  readonly direction: 'inbound' | 'outbound';
  /** Bytes of the whole mod, for progress. */
  readonly total: number;
  readonly sight: Sight;
  /** The user has paused this person, or everybody. */
  readonly paused: boolean;
  /** Inbound: the user wants to be asked first. */
  readonly held: boolean;
  /** Whether it may move, if only so many may at a time. */
  readonly turn: boolean;
}

/** What a session knows. It holds no key and no byte of the mod, so it may be shown and inspected. */
export interface TransferSessionContext extends TransferSessionInput {
  /** Verified and on the receiver's disk, as far as this side knows. */
  readonly bytes: number;
  /** Tries that failed since bytes last moved. */
  readonly attempts: number;
  /** Why it does not move, if it does not. */
  readonly reason: TransferCode | null;
}

/** What a session is told: by eyes, by the peer, by the channel, by the user. */
export type TransferSessionEvent =
  /** Who sees whom now. */
  | { readonly type: 'SIGHT'; readonly sight: Sight }
  /** Inbound: the peer has told its offers (again) and this mod is among them. */
  | { readonly type: 'OFFERED' }
  /** Outbound: the peer asked for the mod; its half of the transfer id. */
  | { readonly type: 'REQUESTED'; readonly transfer: string }
  /** Inbound: `transfer.accept` came for our request. */
  | { readonly type: 'ACCEPTED' }
  /** Inbound: `transfer.refuse` came for our request. */
  | { readonly type: 'REFUSED'; readonly code: Refusal }
  /** The bulk channel of this transfer is there, whoever dialled. */
  | { readonly type: 'BULK_OPEN' }
  /** Sent now and then while bytes move, never without one moved: silence means a stall. */
  | { readonly type: 'PROGRESS'; readonly bytes: number }
  /** Inbound: all verified and written. Outbound: the receiver said so. */
  | { readonly type: 'DONE' }
  /** The pump ended as `stale`: a shared file is not what the manifest says. */
  | { readonly type: 'STALE' }
  /** The pump ended as `disk-full`. */
  | { readonly type: 'DISK_FULL' }
  /** The pump ended with another code, or never came to run. */
  | { readonly type: 'LOST'; readonly code: LossCode }
  /** How `INSTALL` went. */
  | { readonly type: 'INSTALLED' }
  | { readonly type: 'INSTALL_FAILED'; readonly code: InstallCode }
  /** Inbound: the received folder is gone or was changed. */
  | { readonly type: 'MISSING' }
  /** It may move from now on, or has to let others. */
  | { readonly type: 'TURN'; readonly mine: boolean }
  /** The user stops or goes on; `RESUME` also tries again what has failed. */
  | { readonly type: 'PAUSE' }
  | { readonly type: 'RESUME' }
  /** Inbound: the user lets it through. */
  | { readonly type: 'RELEASED' }
  /** No longer offered or shared, or the member is one no more. */
  | { readonly type: 'WITHDRAWN'; readonly code: EndCode };

/** What a session asks of the node around it. */
export type TransferSessionEmitted =
  /** Send `transfer.request` with a fresh random half id. */
  | { readonly type: 'REQUEST' }
  /** Outbound: send `transfer.accept` with a fresh random half id; the peer then sees to a bulk channel. */
  | { readonly type: 'ACCEPT'; readonly transfer: string }
  /** Outbound: send `transfer.refuse`. */
  | { readonly type: 'REFUSE'; readonly transfer: string; readonly code: Refusal }
  /** Inbound: see to a bulk channel with the peer; `BULK_OPEN` answers. */
  | { readonly type: 'OPEN_BULK' }
  /** Derive the keys and run the pump. */
  | { readonly type: 'START' }
  /** Abort the pump, zero its keys, drop the bulk channel. */
  | { readonly type: 'ABORT' }
  /** Inbound: put the folder in place; `INSTALLED` or `INSTALL_FAILED` answers. */
  | { readonly type: 'INSTALL' }
  /** Outbound: what is on disk is not what was offered; scan again and offer anew. */
  | { readonly type: 'RESCAN' };

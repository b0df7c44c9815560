import type { InstanceId, MemberId, ShellId } from '@fyteclub/identity';
import type { Lists } from './lists.rules.ts';
import type { ElectionMessage } from './messages.ts';
import type { ListProblem, WitnessEntry } from './witness.ts';

export interface ElectionInput {
  readonly shell: ShellId;
  readonly me: MemberId;
  /** This run of our node. */
  readonly instance: InstanceId;
  /** Default 30 s. */
  readonly bucketMs?: number;
}

export type ElectionEvent =
  /** Who is in, me included. */
  | { readonly type: 'MEMBERS'; readonly members: readonly MemberId[] }
  /** A member is connected; `instance` as it proved in the handshake. */
  | {
      readonly type: 'PEER_UP';
      readonly member: MemberId;
      readonly instance: InstanceId;
      readonly now: number;
    }
  /** Its last link is gone. */
  | { readonly type: 'PEER_DOWN'; readonly member: MemberId }
  | {
      readonly type: 'MESSAGE';
      readonly from: MemberId;
      readonly message: ElectionMessage;
      readonly now: number;
    }
  /** The answer to SIGN (`signList`). */
  | { readonly type: 'LIST_SIGNED'; readonly list: Uint8Array }
  /** Our node goes down in good order. */
  | { readonly type: 'RESIGN' }
  /** From the machine to itself: a silent member had its time to come back. */
  | { readonly type: 'SUSPICION_OVER'; readonly member: MemberId };

export type ElectionEmitted =
  /** Sign these entries under this sequence number and answer LIST_SIGNED. */
  | { readonly type: 'SIGN'; readonly entries: readonly WitnessEntry[]; readonly sequence: number }
  | { readonly type: 'SEND'; readonly to: MemberId | 'all'; readonly message: ElectionMessage }
  /** Null while nobody can be host. */
  | { readonly type: 'HOST_CHANGED'; readonly host: MemberId | null }
  /** For the log. */
  | { readonly type: 'REFUSED'; readonly from: MemberId; readonly code: ListProblem };

/** Everything the election knows: plain data. */
export interface ElectionContext {
  readonly shell: ShellId;
  readonly me: MemberId;
  readonly instance: InstanceId;
  readonly bucketMs: number;
  readonly members: readonly MemberId[];
  /** Connected or only just silent, without me. */
  readonly online: Readonly<Record<MemberId, InstanceId>>;
  /** What I witnessed. */
  readonly entries: readonly WitnessEntry[];
  /** Of the list I last asked to be signed. */
  readonly sequence: number;
  readonly lists: Lists;
  /** The host last announced. */
  readonly host: MemberId | null;
}

/** What an event leads to: a new context, and what the outside world shall do. */
export interface Step {
  readonly context: ElectionContext;
  readonly effects: readonly ElectionEmitted[];
}

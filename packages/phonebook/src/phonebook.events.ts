import type { MemberId, OpId, Readings, ShellId } from '@fyteclub/identity';
import type { Refusal } from './authority.rules.ts';
import type { Book } from './book.rules.ts';
import type { Flag } from './flags.rules.ts';
import type { OpGraph } from './op-graph.ts';
import type { PhonebookMessage } from './messages.ts';
import type { OpProblem } from './op-codec.ts';
import type { CheckedOp } from './op.ts';
import type { RecordProblem } from './record.ts';
import type { Roster } from './resolve.rules.ts';

/** Input of `phonebookMachine`, of which there is one for each syncshell: what its node stored. */
export interface PhonebookInput {
  readonly shell: ShellId;
  readonly me: MemberId;
  /** Signed operations as stored. Gone through once: a large group's need not be kept along with what is read of them. */
  readonly ops: Iterable<Uint8Array>;
  /** Signed presence records as stored; gone through once, after the operations. */
  readonly records: Iterable<Uint8Array>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** What was read of operations and records before; everything is read anew without. */
  readonly readings?: Readings;
}

/** What `phonebookMachine` is told. `now` is this node's clock, milliseconds since the epoch. */
export type PhonebookEvent =
  /** A link to a proven peer whose membership is still being checked: exchange operations with it. */
  | { readonly type: 'SYNC_WITH'; readonly peer: MemberId }
  /** A peer is connected for good: exchange everything, and keep it informed from now on. */
  | { readonly type: 'PEER_UP'; readonly peer: MemberId; readonly now: number }
  /** The link is gone, however far it had come. */
  | { readonly type: 'PEER_DOWN'; readonly peer: MemberId }
  /** What `openMessage` read. */
  | {
      readonly type: 'MESSAGE';
      readonly from: MemberId;
      readonly message: PhonebookMessage;
      readonly now: number;
    }
  /** An operation of our own (`authorOp`). */
  | { readonly type: 'LOCAL_OP'; readonly op: CheckedOp; readonly now: number }
  /** A presence record of our own (`signRecord`). */
  | { readonly type: 'LOCAL_RECORD'; readonly record: Uint8Array; readonly now: number };

/** Why something told by a peer was not taken in. */
export interface RefusedItem {
  readonly what: 'op' | 'record';
  /** Known once an operation could be read. */
  readonly id: OpId | null;
  readonly code: OpProblem | RecordProblem | Refusal;
}

/**
 * What `phonebookMachine`, which holds no channel and no disk, asks of its node, in the order in which it is to be
 * done.
 */
export type PhonebookEmitted =
  /** `sealMessage` it and send it on topic `phonebook`; also to a peer who is out by this very step. */
  | { readonly type: 'SEND'; readonly to: MemberId; readonly message: PhonebookMessage }
  /** Persist before anything else is done with it. `forget` names members whose record is to be deleted. */
  | {
      readonly type: 'STORE';
      readonly ops: readonly Uint8Array[];
      readonly records: readonly Uint8Array[];
      readonly forget: readonly MemberId[];
    }
  /** Operations or signatures came in, and this is what follows from all of them. */
  | { readonly type: 'ROSTER_CHANGED'; readonly roster: Roster }
  /** These members' records are new or gone. */
  | { readonly type: 'RECORDS_CHANGED'; readonly members: readonly MemberId[] }
  /** The peer answered, and has been sent what it lacked: membership can be checked again. */
  | { readonly type: 'SYNCED'; readonly peer: MemberId }
  /** To be shown: each flag once, when it comes up. */
  | { readonly type: 'FLAGGED'; readonly flag: Flag }
  /** For the log; `from` is null for our own. */
  | { readonly type: 'REFUSED'; readonly from: MemberId | null; readonly items: readonly RefusedItem[] };

/** A member at the other end of a link. */
export interface Peer {
  /** Its membership was confirmed on this link, so it may know about presence. */
  readonly connected: boolean;
  /** Digests of ours that it has not answered yet. */
  readonly asked: number;
  /** Digests of its that we acted on since its link or the last round of anti-entropy began. */
  readonly taken: number;
  /** Somebody waits to hear that we are in sync with it. */
  readonly awaited: boolean;
}

export type Untold = ReadonlyMap<MemberId, readonly MemberId[]>;

/** Everything the phonebook knows: plain data. */
export interface PhonebookContext {
  readonly me: MemberId;
  readonly graph: OpGraph;
  readonly roster: Roster;
  readonly book: Book;
  readonly peers: Readonly<Record<MemberId, Peer>>;
  /** The latest time that came in with an event, milliseconds since the epoch. */
  readonly now: number;
  /** Counts the rounds of anti-entropy. */
  readonly turn: number;
  /** Whose records are to be told on, and who told us and need not hear of it. */
  readonly untold: Untold;
  readonly readings: Readings;
}

/** What an event leads to: a new context, and what the outside world shall do. */
export interface Step {
  readonly context: PhonebookContext;
  readonly effects: readonly PhonebookEmitted[];
}

import type { SnapshotFrom } from 'xstate';
import type { TransferCode } from './codes.rules.ts';
import type { transferSessionMachine } from './transfer-session.machine.ts';

/** What people are told a mod does; the words of the command line. */
export type TransferState =
  'waiting-for-range' | 'waiting' | 'transferring' | 'complete' | 'held' | 'paused' | 'failed';

/** What is shown of one mod between two members. */
export interface TransferStatus {
  readonly state: TransferState;
  /** Why it is not moving or not here, where there is a reason to tell. */
  readonly reason: TransferCode | null;
  /** Verified and on the receiver's disk, as far as this side knows. */
  readonly bytes: number;
  /** Of the whole mod. */
  readonly total: number;
}

function stateOf(snapshot: SnapshotFrom<typeof transferSessionMachine>): TransferState {
  if (snapshot.matches('waitingForRange')) return 'waiting-for-range';
  if (snapshot.matches({ near: 'moving' }) || snapshot.matches('installing')) return 'transferring';
  if (snapshot.matches('complete')) return 'complete';
  if (snapshot.matches('held')) return 'held';
  if (snapshot.matches('paused') || snapshot.matches('diskFull')) return 'paused';
  return snapshot.matches('failed') || snapshot.matches('ended') ? 'failed' : 'waiting';
}

/** Reads a session's snapshot as people read it. */
export function transferStatus(snapshot: SnapshotFrom<typeof transferSessionMachine>): TransferStatus {
  const { bytes, total, reason } = snapshot.context;
  const state = stateOf(snapshot);
  return { state, reason: state === 'transferring' || state === 'complete' ? null : reason, bytes, total };
}

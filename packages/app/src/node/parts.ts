import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import {
  electionMachine,
  type ElectionEmitted,
  type ElectionEvent,
  type ElectionInput,
  type ElectionView,
} from '@fyteclub/election';
import {
  createKeyRing,
  membershipMachine,
  reconnectMachine,
  rememberReadings,
  type KeyRing,
  type Readings,
} from '@fyteclub/identity';
import { epochMachine, phonebookMachine, removalMachine } from '@fyteclub/phonebook';
import { transferSessionMachine } from '@fyteclub/transfer';
import {
  createWebRtcNetwork,
  createWireIdentity,
  introductionMachine,
  type Clock,
  type Network,
  OVERLAY,
  type OverlaySettings,
  type WireIdentity,
} from '@fyteclub/transport';
import { pino } from 'pino';
import type { TransitionActorLogic } from 'xstate';
import type { Paths } from '../config/paths.ts';
import { RotatingLog } from '../log/rotating-log.ts';
import { systemDisk, type Disk } from './disk.ts';
import type { Log } from './node.ts';

/** Whoever chooses the host: our machine, or a plain function from what was and what happened to what is. */
export type ElectionLogic =
  typeof electionMachine | TransitionActorLogic<ElectionView, ElectionEvent, ElectionInput, ElectionEmitted>;

/** The state machines a node runs; each can be swapped for a double of the same events. */
export interface Machines {
  readonly membership: typeof membershipMachine;
  readonly reconnect: typeof reconnectMachine;
  readonly phonebook: typeof phonebookMachine;
  readonly epoch: typeof epochMachine;
  readonly removal: typeof removalMachine;
  readonly election: ElectionLogic;
  readonly transferSession: typeof transferSessionMachine;
  readonly introduction: typeof introductionMachine;
}

/** Everything a node touches the world with. */
export interface NodeParts {
  readonly network: Network;
  readonly disk: Disk;
  /** Cryptographically strong bytes. */
  readonly random: (length: number) => Uint8Array;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Whose timers every machine and every wait uses. */
  readonly clock: Clock;
  readonly log: Log;
  /** Keys from the 32-byte seed of one membership. */
  readonly createKeyRing: (seed: Uint8Array) => KeyRing;
  /** A certificate for one membership. */
  readonly createWireIdentity: () => Promise<WireIdentity>;
  /** What the account is called that the node runs under: how friends see whoever chose no name. */
  readonly accountName: () => string;
  /** The process, as the system numbers it. */
  readonly pid: number;
  readonly machines: Machines;
  /** What was read of signed statements that come again and again. */
  readonly readings: Readings;
  /** How far apart two uptimes must be to count as different, ms. */
  readonly electionBucketMs: number;
  /** Who is linked to whom in groups too large for everybody to be linked to everybody. */
  readonly overlay: OverlaySettings;
}

/** The machines as the product runs them: what to spread when one of them is swapped. */
export const productMachines = {
  membership: membershipMachine,
  reconnect: reconnectMachine,
  phonebook: phonebookMachine,
  epoch: epochMachine,
  removal: removalMachine,
  election: electionMachine,
  transferSession: transferSessionMachine,
  introduction: introductionMachine,
} satisfies Machines;

/** A group of a thousand has told all it has, its history included, in some five megabytes. */
const READINGS_BYTES = 16 * 1024 * 1024;

const SYSTEM_CLOCK: Clock = {
  setTimeout: (run: () => void, ms: number) => setTimeout(run, ms),
  clearTimeout: (id: NodeJS.Timeout | undefined) => {
    clearTimeout(id);
  },
};

/** Cryptographically strong bytes of the system's. */
export const secureRandom = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

/** What the product composes its node from. */
export function productParts(paths: Paths): NodeParts {
  return {
    network: createWebRtcNetwork(),
    disk: systemDisk,
    random: secureRandom,
    now: () => Date.now(),
    clock: SYSTEM_CLOCK,
    log: pino({ base: null, level: 'info' }, new RotatingLog(join(paths.log, 'node.log'))),
    createKeyRing,
    createWireIdentity,
    accountName: () => userInfo().username,
    pid: process.pid,
    machines: productMachines,
    readings: rememberReadings(READINGS_BYTES),
    electionBucketMs: 30_000,
    overlay: OVERLAY,
  };
}

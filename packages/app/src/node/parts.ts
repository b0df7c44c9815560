import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { electionMachine } from '@fyteclub/election';
import { membershipMachine, reconnectMachine } from '@fyteclub/identity';
import { phonebookMachine } from '@fyteclub/phonebook';
import { transferSessionMachine } from '@fyteclub/transfer';
import {
  createWebRtcNetwork,
  introductionMachine,
  OVERLAY,
  type Clock,
  type Network,
  type OverlaySettings,
} from '@fyteclub/transport';
import { destination, pino } from 'pino';
import type { Paths } from '../config/paths.ts';
import type { Log } from './node.ts';

/** The state machines a node runs; each can be swapped for a double of the same events. */
export interface Machines {
  readonly membership: typeof membershipMachine;
  readonly reconnect: typeof reconnectMachine;
  readonly phonebook: typeof phonebookMachine;
  readonly election: typeof electionMachine;
  readonly transferSession: typeof transferSessionMachine;
  readonly introduction: typeof introductionMachine;
}

/** Everything a node touches the world with. */
export interface NodeParts {
  readonly network: Network;
  /** Cryptographically strong bytes. */
  readonly random: (length: number) => Uint8Array;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Whose timers every machine and every wait uses. */
  readonly clock: Clock;
  readonly log: Log;
  readonly machines: Machines;
  /** How far apart two uptimes must be to count as different, ms. */
  readonly electionBucketMs: number;
  /** Who is linked to whom in groups too large for everybody to be linked to everybody. */
  readonly overlay: OverlaySettings;
}

export const productMachines: Machines = {
  membership: membershipMachine,
  reconnect: reconnectMachine,
  phonebook: phonebookMachine,
  election: electionMachine,
  transferSession: transferSessionMachine,
  introduction: introductionMachine,
};

const SYSTEM_CLOCK: Clock = {
  setTimeout: (run: () => void, ms: number) => setTimeout(run, ms),
  clearTimeout: (id: NodeJS.Timeout | undefined) => {
    clearTimeout(id);
  },
};

/** What the product composes its node from. */
export function productParts(paths: Paths): NodeParts {
  return {
    network: createWebRtcNetwork(),
    random: (length) => new Uint8Array(randomBytes(length)),
    now: () => Date.now(),
    clock: SYSTEM_CLOCK,
    log: pino(
      { base: null, level: 'info' },
      destination({ dest: join(paths.log, 'node.log'), mkdir: true, sync: true }),
    ),
    machines: productMachines,
    electionBucketMs: 30_000,
    overlay: OVERLAY,
  };
}

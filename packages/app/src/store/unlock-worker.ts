/** The thread of `unlockInWorker`: opens the locked keys it was given, says how that went, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { unlockKeys } from '@fyteclub/identity';

const { locked, passphrase } = workerData as { locked: Uint8Array; passphrase: string };
const unlocked = unlockKeys(locked, passphrase);
parentPort?.postMessage(unlocked);
if (unlocked.ok) unlocked.value.fill(0);

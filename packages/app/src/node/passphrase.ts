import {
  createDataKey,
  type DataKey,
  DATA_KEY_BYTES,
  err,
  lockKeys,
  ok,
  unlockKeys,
  WRITTEN_COST,
} from '@fyteclub/identity';
import { describe, type Outcome } from '../problems.ts';
import type { ProtectionChange } from '../store/protection.rules.ts';
import { reseal } from '../store/reseal.ts';
import { dropDrafts, stateFolder } from '../store/state-folder.ts';
import { openStore } from '../store/store.ts';
import { unlockWith } from '../store/unlocking.ts';
import { messageOf } from '../system-errors.ts';
import type { PassphraseSet } from '../shown/index.ts';

/** How the passphrases are come by; each is asked once, and only if it is needed. */
export interface Passphrases {
  /** The one that the state is protected by. */
  readonly present: () => Promise<Outcome<string>>;
  /** The one that it shall be protected by; absent to do without from now on. */
  readonly wanted?: (isFirst: boolean) => Promise<Outcome<string>>;
}

/** What a test swaps. */
export interface PassphraseParts {
  readonly random: (length: number) => Uint8Array;
  readonly cost?: typeof WRITTEN_COST;
  readonly folder?: typeof stateFolder;
}

/**
 * Begins to protect a state folder by a passphrase, takes another one, or lifts the protection. No node may run on it.
 * Nothing is changed unless everything is: see `PROTECTION_STEPS`.
 */
export async function setPassphrase(
  state: string,
  { present, wanted }: Passphrases,
  { random, cost = WRITTEN_COST, folder = stateFolder }: PassphraseParts,
): Promise<Outcome<PassphraseSet>> {
  const held: { secret?: Uint8Array } = {};
  const open = (locked: Uint8Array, passphrase: string) => {
    const unlocked = unlockKeys(locked, passphrase);
    if (unlocked.ok) held.secret = Uint8Array.from(unlocked.value);
    return unlocked;
  };
  const store = await openStore(state, unlockWith(state, present, open, random));
  if (!store.ok) {
    held.secret?.fill(0);
    return store;
  }
  let key: DataKey | undefined;
  try {
    const isFirst = held.secret === undefined;
    if (wanted === undefined && isFirst) return err(describe('not-protected'));
    const typed = (await wanted?.(isFirst)) ?? ok(undefined);
    if (!typed.ok) return typed;
    if (typed.value === '') return err(describe('empty-passphrase'));
    const secret = (held.secret ??= random(DATA_KEY_BYTES));
    const change: ProtectionChange = typed.value === undefined ? 'lift' : isFirst ? 'protect' : 'change';
    const locked = typed.value === undefined ? new Uint8Array() : lockKeys(secret, typed.value, random, cost);
    key = createDataKey(secret, random);
    await reseal(folder(state), store.value, { change, locked, key });
    return ok({ protected: change !== 'lift' });
  } catch (error) {
    tidy(state);
    return err(describe('state-not-rewritten', { path: state, detail: messageOf(error) }));
  } finally {
    key?.wipe();
    held.secret?.fill(0);
    await store.value.close();
  }
}

/** Among the drafts may be rows in clear, which nobody asked for any more; the next start tries again. */
function tidy(state: string): void {
  try {
    dropDrafts(state);
  } catch {
    // The disk that refused the change refuses this too, and what it said is told already.
  }
}

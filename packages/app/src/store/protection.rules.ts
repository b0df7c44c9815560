/** The files of a state folder that matter to how secrets are kept. */
export const NODE = 'node.lmdb';
export const BOOK = 'book.lmdb';
export const KEYS = 'keys.locked';

/** What is written beside and has not taken its place. Whatever a crash leaves of it is dropped unread. */
const DRAFT = { node: `${NODE}.new`, keys: `${KEYS}.new` } as const;
export const DRAFTS = [DRAFT.node, `${DRAFT.node}-lock`, DRAFT.keys] as const;

/** To begin with a passphrase, to take another, or to do without from now on. */
export type ProtectionChange = 'protect' | 'change' | 'lift';

/** One thing done to the state folder. */
export type ProtectionStep =
  /** The data key, locked by the new passphrase: whole and durable when it returns, under a name that may not be. */
  | { readonly step: 'write-keys'; readonly to: string }
  /** Every row in a file of its own, where no clear byte of before can linger in a free page. As durable as that. */
  | { readonly step: 'write-rows'; readonly to: string; readonly sealed: boolean }
  /** Takes the place of what was there, at once or not at all; durable after the next `sync`. */
  | { readonly step: 'rename'; readonly from: string; readonly to: string }
  | { readonly step: 'remove'; readonly name: string }
  /** From here on the folder's names outlive a power cut. */
  | { readonly step: 'sync' };

const keys: readonly ProtectionStep[] = [
  { step: 'write-keys', to: DRAFT.keys },
  { step: 'rename', from: DRAFT.keys, to: KEYS },
  { step: 'sync' },
];
const rows = (sealed: boolean): readonly ProtectionStep[] => [
  { step: 'write-rows', to: DRAFT.node, sealed },
  { step: 'rename', from: DRAFT.node, to: NODE },
  { step: 'sync' },
];

/**
 * What to do, in an order of which every beginning leaves a state that opens as before or as wanted.
 *
 * `node.lmdb` says by itself whether its rows are sealed, so that only its renaming decides, and `keys.locked` counts for
 * nothing beside rows in clear. It therefore has to be in place, for good, before the rows that need it are; and it may
 * go only once those are gone for good. A new passphrase locks the same data key, so that one renaming does it: both
 * the old file and the new one fit the rows. A renaming that a power cut can take back decides nothing, hence each `sync`
 * before the next step relies on it.
 */
export const PROTECTION_STEPS: Readonly<Record<ProtectionChange, readonly ProtectionStep[]>> = {
  protect: [...keys, ...rows(true)],
  change: keys,
  lift: [...rows(false), { step: 'remove', name: KEYS }, { step: 'sync' }],
};

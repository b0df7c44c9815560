import { join } from 'node:path';
import type { MemberId, ShellId } from '@fyteclub/identity';
import { modBytes, readManifest, type Manifest, type ModHash } from '@fyteclub/transfer';
import type { Stamp } from './stamp.ts';

/** A received mod as the store keeps it; the key is the mod hash. */
export interface ReceivedRow {
  readonly mod: ModHash;
  readonly shell: ShellId;
  readonly owner: MemberId;
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  /** The signed manifest. */
  readonly signed: Uint8Array;
  /** One for each file of the manifest, as it was put in place. */
  readonly stamps: readonly Stamp[];
  /**
   * `installing`: written before folders change places, so that a start knows what a kill interrupted.
   * `unsettled`: in place, but a power cut could still lose bytes that only the system's cache has.
   */
  readonly state: 'installing' | 'unsettled' | 'settled';
}

/** Keeps {@link ReceivedRow}s, durably when `put` returns; a store table is one. */
export interface ReceivedTable {
  get(key: string): ReceivedRow | undefined;
  entries(): readonly (readonly [key: string, row: ReceivedRow])[];
  put(key: string, row: ReceivedRow): void;
  remove(key: string): void;
}

/** Where the folders are. */
export interface ModPlaces {
  /** Received mods, one folder for each owner: the folder names of two people can never collide. */
  readonly mods: string;
  /** Mods on their way in, one folder for each mod hash, on the same file system as `mods`. */
  readonly partial: string;
  /** Replaced versions for the moment before they are deleted; on the same file system too. */
  readonly aside: string;
}

/** Enough of the owner's key that nobody makes a second one like it. */
const OWNER_DIGITS = 16;

export const folderOf = (places: ModPlaces, owner: MemberId, name: string): string =>
  join(places.mods, owner.slice(0, OWNER_DIGITS), name);

export const partialOf = (places: ModPlaces, mod: ModHash): string => join(places.partial, mod);

/** The manifest kept of a mod; undefined where it does not fit the mod's hash. */
export function manifestOf({ signed, mod }: Pick<ReceivedRow, 'signed' | 'mod'>): Manifest | undefined {
  const bytes = modBytes(mod);
  const opened = bytes === undefined ? undefined : readManifest(signed, bytes);
  return opened?.ok === true ? opened.value.manifest : undefined;
}

export const asideOf = (places: ModPlaces, mod: ModHash): string => join(places.aside, mod);

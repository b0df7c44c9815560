import { concat, equalBytes, utf8 } from './bytes.ts';
import { LABELS } from './labels.ts';
import { domain, u16, u32, u64, u8 } from './layout.ts';
import { err, ok, type Result } from './result.ts';
import { sodium } from './sodium.ts';

/** What opening costs: Argon2id's passes, and the memory in bytes. */
export interface PassphraseCost {
  readonly operations: number;
  readonly memoryBytes: number;
}

/** What is written: libsodium's MODERATE, about a second. */
export const WRITTEN_COST: PassphraseCost = { operations: 3, memoryBytes: 256 * 1024 * 1024 };

/** What is taken from a file, which may come from anybody. */
const MOST: PassphraseCost = { operations: 10, memoryBytes: 1024 * 1024 * 1024 };
const LEAST: PassphraseCost = { operations: 1, memoryBytes: 8 * 1024 };

const FORMAT = 1;
const ARGON2ID13 = 1;
const SALT_BYTES = 16;
const COMMIT_BYTES = 16;
const NONCE_BYTES = 24;

/**
 * The beginning of everything sealed under a passphrase: magic 8, format 2, key derivation 1, operations 4, memory 8,
 * salt 16, commitment to the key 16, nonce or stream header 24. All of it is authenticated by what follows.
 */
export const HEADER_BYTES = 8 + 2 + 1 + 4 + 8 + SALT_BYTES + COMMIT_BYTES + NONCE_BYTES;

export type HeaderProblem =
  'foreign' | 'newer' | 'cut-short' | 'damaged' | 'too-demanding' | 'wrong-passphrase';

export interface Opened {
  readonly header: Uint8Array;
  readonly nonce: Uint8Array;
  /** 32 bytes; to be zeroed by whoever asked for it. */
  readonly key: Uint8Array;
}

/** @throws Error if libsodium cannot have the memory. */
const derive = (passphrase: string, salt: Uint8Array, cost: PassphraseCost): Uint8Array =>
  sodium.crypto_pwhash(
    32,
    utf8(passphrase.normalize('NFC')),
    salt,
    cost.operations,
    cost.memoryBytes,
    sodium.crypto_pwhash_ALG_ARGON2ID13,
  );

/**
 * XChaCha20-Poly1305 does not commit to its key: without this one file could open, with different content, under two
 * passphrases.
 */
const commitment = (key: Uint8Array): Uint8Array =>
  sodium.crypto_generichash(COMMIT_BYTES, concat(domain(LABELS.keyCommit, 1), key), null);

/** @param magic 8 characters. */
export function writeHeader(
  magic: string,
  passphrase: string,
  cost: PassphraseCost,
  random: (length: number) => Uint8Array,
): Opened {
  const [salt, nonce] = [random(SALT_BYTES), random(NONCE_BYTES)];
  const key = derive(passphrase, salt, cost);
  const header = concat(
    utf8(magic),
    u16.write(FORMAT),
    u8.write(ARGON2ID13),
    u32.write(cost.operations),
    u64.write(cost.memoryBytes),
    salt,
    commitment(key),
    nonce,
  );
  return { header, nonce, key };
}

/** Everything that can be said before the passphrase is looked at, which costs nothing. */
function readCost(magic: string, header: Uint8Array): Result<PassphraseCost, HeaderProblem> {
  const begin = utf8(magic);
  if (!equalBytes(header.subarray(0, begin.length), begin.subarray(0, header.length))) return err('foreign');
  if (header.length < HEADER_BYTES) return err(header.length < begin.length ? 'foreign' : 'cut-short');
  const fields = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const format = fields.getUint16(8);
  if (format !== FORMAT) return err(format > FORMAT ? 'newer' : 'damaged');
  if (fields.getUint8(10) !== ARGON2ID13) return err('damaged');
  const [operations, memoryBytes] = [fields.getUint32(11), Number(fields.getBigUint64(15))];
  if (operations > MOST.operations || memoryBytes > MOST.memoryBytes) return err('too-demanding');
  if (operations < LEAST.operations || memoryBytes < LEAST.memoryBytes) return err('damaged');
  return ok({ operations, memoryBytes });
}

/** Reads the header at the beginning of `bytes` and derives its key. */
export function openHeader(
  magic: string,
  bytes: Uint8Array,
  passphrase: string,
): Result<Opened, HeaderProblem> {
  const header = bytes.slice(0, HEADER_BYTES);
  const cost = readCost(magic, header);
  if (!cost.ok) return cost;
  const [saltAt, commitAt, nonceAt] = [23, 23 + SALT_BYTES, 23 + SALT_BYTES + COMMIT_BYTES];
  const committed = header.subarray(commitAt, nonceAt);
  let key: Uint8Array;
  try {
    key = derive(passphrase, header.subarray(saltAt, commitAt), cost.value);
  } catch {
    return err('too-demanding'); // this machine has less memory than the one that wrote it
  }
  if (sodium.memcmp(commitment(key), committed)) return ok({ header, nonce: header.slice(nonceAt), key });
  sodium.memzero(key);
  return err('wrong-passphrase');
}

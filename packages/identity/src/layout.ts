import { concat, compareBytes, equalBytes, fromHex, toHex, utf8, ownBytes } from './bytes.ts';
import type { EpochId, InstanceId, InviteId, MemberId, OpId, ShellId } from './ids.ts';
import type { Label } from './labels.ts';
import { err, ok, type Result } from './result.ts';

/** Thrown inside a decoder, caught at its border; never leaves this file. */
class Malformed extends Error {}

class Reader {
  #at = 0;
  readonly #bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }
  take(length: number): Uint8Array {
    if (length > this.#bytes.length - this.#at) throw new Malformed('cut off');
    this.#at += length;
    return ownBytes(this.#bytes.subarray(this.#at - length, this.#at));
  }
  number(width: number): number {
    let value = 0;
    for (const byte of this.take(width)) value = value * 256 + byte;
    if (!Number.isSafeInteger(value)) throw new Malformed('number too large');
    return value;
  }
  get done(): boolean {
    return this.#at === this.#bytes.length;
  }
}

/** One field of a layout: how a value becomes bytes and back. Either may throw; a {@link Layout} catches. */
export interface Field<T> {
  write(value: T): Uint8Array;
  read(from: Reader): T;
}

function bigEndian(value: number, width: number): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 256 ** width) {
    throw new RangeError(`${value} does not fit ${width} bytes`);
  }
  const bytes = new Uint8Array(width);
  for (let i = width - 1, rest = value; i >= 0; i--, rest = Math.floor(rest / 256)) bytes[i] = rest % 256;
  return bytes;
}

const unsigned = (width: number): Field<number> => ({
  write: (value) => bigEndian(value, width),
  read: (from) => from.number(width),
});

/** 1 byte. All numbers here are unsigned; writing one that does not fit throws a RangeError. */
export const u8 = unsigned(1);
/** 2 bytes, big-endian. */
export const u16 = unsigned(2);
/** 4 bytes, big-endian. */
export const u32 = unsigned(4);
/** 8 bytes, big-endian, up to 2^53 − 1; milliseconds since the epoch, sequence numbers and sizes fit. */
export const u64 = unsigned(8);

/** 1 byte: 0 or 1. Reads every other byte as true, which a {@link Layout} refuses as a second spelling. */
export const flag: Field<boolean> = {
  write: (value) => Uint8Array.of(value ? 1 : 0),
  read: (from) => from.number(1) !== 0,
};

/** Exactly `length` bytes. */
export const fixed = (length: number): Field<Uint8Array> => ({
  write: (value) => {
    if (value.length !== length) throw new RangeError(`expected ${length} bytes, got ${value.length}`);
    return value;
  },
  read: (from) => from.take(length),
});

/** Length-prefixed bytes (u32), at most `max`. */
export const bytes = (max: number): Field<Uint8Array> => ({
  write: (value) => {
    if (value.length > max) throw new RangeError(`${value.length} bytes exceed ${max}`);
    return concat(bigEndian(value.length, 4), value);
  },
  read: (from) => {
    const length = from.number(4);
    if (length > max) throw new Malformed('too long');
    return from.take(length);
  },
});

/** Length-prefixed UTF-8 (u16), at most `max` bytes, NFC; anything that would not re-encode alike is malformed. */
export const text = (max: number): Field<string> => ({
  write: (value) => {
    const encoded = utf8(value.normalize('NFC'));
    if (encoded.length > max) throw new RangeError(`text of ${encoded.length} bytes exceeds ${max}`);
    return concat(bigEndian(encoded.length, 2), encoded);
  },
  read: (from) => {
    const length = from.number(2);
    if (length > max) throw new Malformed('too long');
    return new TextDecoder().decode(from.take(length));
  },
});

/** Counted items (u32), at most `max`. */
export const list = <T>(item: Field<T>, max: number): Field<readonly T[]> => ({
  write: (values) => {
    if (values.length > max) throw new RangeError(`${values.length} items exceed ${max}`);
    return concat(bigEndian(values.length, 4), ...values.map((value) => item.write(value)));
  },
  read: (from) => {
    const count = from.number(4);
    if (count > max) throw new Malformed('too many');
    const values: T[] = [];
    for (let i = 0; i < count; i++) values.push(item.read(from));
    return values;
  },
});

/** A set: a list whose encoded items ascend strictly. Writing sorts; reading refuses any other order. */
export const sortedSet = <T>(item: Field<T>, max: number): Field<readonly T[]> => {
  const ordered = list(item, max);
  return {
    write: (values) => {
      const sorted = values.map((value) => ({ value, key: item.write(value) }));
      sorted.sort((a, b) => compareBytes(a.key, b.key));
      return ordered.write(sorted.map(({ value }) => value));
    },
    read: (from) => {
      const values = ordered.read(from);
      const keys = values.map((value) => item.write(value));
      if (keys.some((key, i) => i > 0 && compareBytes(keys[i - 1] ?? key, key) >= 0))
        throw new Malformed('unsorted');
      return values;
    },
  };
};

const hexField = <Id extends string>(length: number): Field<Id> => ({
  write: (value) => {
    const raw = fromHex(value);
    if (raw?.length !== length) throw new RangeError(`not an id of ${length} bytes: ${value}`);
    return raw;
  },
  read: (from) => toHex(from.take(length)) as Id,
});

/** A {@link MemberId} as 32 bytes. Writing an id throws a RangeError if it is no lower-case hex of that length. */
export const memberId = hexField<MemberId>(32);
/** A {@link ShellId} as 32 bytes. */
export const shellId = hexField<ShellId>(32);
/** An {@link OpId} as 32 bytes. */
export const opId = hexField<OpId>(32);
/** An {@link EpochId} as 32 bytes. */
export const epochId = hexField<EpochId>(32);
/** An {@link InviteId} as 8 bytes. */
export const inviteId = hexField<InviteId>(8);
/** An {@link InstanceId} as 16 bytes. */
export const instanceId = hexField<InstanceId>(16);

/** Fields in a fixed order, for use inside another layout. */
export const struct = <T extends object>(fields: { readonly [K in keyof T]: Field<T[K]> }): Field<T> => {
  const names = Object.keys(fields) as (keyof T)[];
  return {
    write: (value) => concat(...names.map((name) => fields[name].write(value[name]))),
    read: (from) => Object.fromEntries(names.map((name) => [name, fields[name].read(from)])) as T,
  };
};

const domains = new Map<string, Uint8Array>();

/** The first bytes of everything laid out, signed, hashed or derived under a label. Not to be changed. */
export function domain(label: Label, version: number): Uint8Array {
  const name = `${label} ${version}`;
  const known = domains.get(name) ?? concat(utf8(label), Uint8Array.of(0, version));
  domains.set(name, known);
  return known;
}

/** A message with one canonical encoding: domain label, NUL, version byte, then the fields in order. */
export interface Layout<T> {
  readonly label: Label;
  readonly version: number;
  /** @throws RangeError if a value does not fit its field: a bug of the caller, not of a peer. */
  encode(value: T): Uint8Array;
  /** Refuses every encoding but the one `encode` gives for the same value; never throws. */
  decode(bytes: Uint8Array): Result<T, 'malformed' | 'foreign-version'>;
}

/**
 * Lays out one kind of message: label, version, fields, nothing optional. What reads alike but is spelt otherwise is
 * refused, so that one meaning has one signature (P3). The order of `fields` is the order on the wire, so it must never
 * change under one version.
 *
 * @param version 0 to 255. Bytes with the same label and another version are `foreign-version` to it.
 */
export function layout<T extends object>(
  label: Label,
  version: number,
  fields: { readonly [K in keyof T]: Field<T[K]> },
): Layout<T> {
  const body = struct<T>(fields);
  const prefix = domain(label, version);
  const encode = (value: T): Uint8Array => concat(prefix, body.write(value));
  return {
    label,
    version,
    encode,
    decode: (received) => {
      const start = received.subarray(0, prefix.length);
      if (!equalBytes(start, prefix)) {
        const sameLabel = equalBytes(start.subarray(0, -1), prefix.subarray(0, -1));
        return err(sameLabel && start.length === prefix.length ? 'foreign-version' : 'malformed');
      }
      try {
        const reader = new Reader(received.subarray(prefix.length));
        const value = body.read(reader);
        // Re-encoding kills every second spelling of the same values, and with it malleable ids.
        return reader.done && equalBytes(encode(value), received) ? ok(value) : err('malformed');
      } catch (error) {
        if (error instanceof Malformed || error instanceof RangeError) return err('malformed');
        throw error;
      }
    },
  };
}

import { concat, fromHex, toHex, u8, type MemberId, type OpId } from '@fyteclub/identity';
import { joinItems, splitItems } from './items.rules.ts';
import { MAX_ROTATE_BYTES } from './op-codec.ts';

/** Heads told in a digest; if there are more, all but one of them the lowest, and the hash of all (`hashHeads`). */
export const MAX_HEADS = 64;
/** Older operations told in a digest. */
export const MAX_STEPS = 40;
/** Records told in a digest; if there are more, the lowest members. */
export const MAX_MARKS = 1000;
/** Operations or records in one message. */
export const MAX_ITEMS = 512;
/** Longer messages are refused unread. Only a rotation of a very large group, which goes alone, comes near. */
export const MAX_MESSAGE_BYTES = MAX_ROTATE_BYTES + 1024;

/** Which record somebody holds of a member: its sequence number and {@link CheckedRecord.mark}. */
export interface RecordMark {
  readonly sequence: number;
  readonly mark: string;
}

/** "This is what I have": asks for what is missing here, and lets the other side see what is missing there. */
export interface PhonebookDigest {
  readonly type: 'phonebook.digest';
  /** True if it answers another digest; then it says "you now have all of mine that you lacked". */
  readonly answer: boolean;
  /** Of the sender's graph, ascending; at most 64, one of which then stands for all. */
  readonly heads: readonly OpId[];
  /** Operations ever further back (1, 2, 4, 8, …), so that two histories soon find where they part. */
  readonly steps: readonly OpId[];
  /** `Roster.signaturesHash`, 32 bytes: signatures under removals grow without changing the heads. */
  readonly signatures: Uint8Array;
  /** Empty towards somebody whose membership has not been confirmed on this connection. */
  readonly records: ReadonlyMap<MemberId, RecordMark>;
}

/** Operations as signed bytes, parents before children. */
export interface PhonebookOps {
  readonly type: 'phonebook.ops';
  readonly ops: readonly Uint8Array[];
}

/** Presence records as signed bytes; never expired ones. */
export interface PhonebookRecords {
  readonly type: 'phonebook.records';
  readonly records: readonly Uint8Array[];
}

/** All that passes between two phonebooks, before `sealMessage` packs and seals it. */
export type PhonebookMessage = PhonebookDigest | PhonebookOps | PhonebookRecords;

const KIND = { 'phonebook.digest': 1, 'phonebook.ops': 2, 'phonebook.records': 3 } as const;
const HASH = 32;
const KEY = 32;
const SEQUENCE = 8;
const MARK = 4;
const MARKED = KEY + SEQUENCE + MARK;

const raw = (hex: string): Uint8Array => fromHex(hex) ?? new Uint8Array();

/** The plain bytes of a message, to be sealed before they leave (`sealMessage`). */
export function packMessage(message: PhonebookMessage): Uint8Array {
  const kind = Uint8Array.of(KIND[message.type]);
  switch (message.type) {
    case 'phonebook.ops':
      return concat(kind, joinItems(message.ops));
    case 'phonebook.records':
      return concat(kind, joinItems(message.records));
    case 'phonebook.digest':
      return concat(
        kind,
        joinItems([
          u8.write(message.answer ? 1 : 0),
          concat(...message.heads.map(raw)),
          concat(...message.steps.map(raw)),
          message.signatures,
          packMarks(message.records),
        ]),
      );
  }
}

const packed = new WeakMap<PhonebookDigest['records'], Uint8Array>();

/** Written once for all who are told the same: a digest of a large group has a thousand of them. */
function packMarks(records: PhonebookDigest['records']): Uint8Array {
  const known = packed.get(records);
  if (known !== undefined) return known;
  const bytes = new Uint8Array(records.size * MARKED);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [id, { sequence, mark }] of records) {
    bytes.set(raw(id), at);
    view.setBigUint64(at + KEY, BigInt(sequence));
    bytes.set(raw(mark), at + KEY + SEQUENCE);
    at += MARKED;
  }
  packed.set(records, bytes);
  return bytes;
}

function parseMarks(bytes: Uint8Array): PhonebookDigest['records'] | undefined {
  if (bytes.length % MARKED !== 0 || bytes.length > MARKED * MAX_MARKS) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records = new Map<MemberId, RecordMark>();
  for (let at = 0; at < bytes.length; at += MARKED) {
    const sequence = Number(view.getBigUint64(at + KEY));
    if (sequence > Number.MAX_SAFE_INTEGER) return undefined;
    const member = toHex(bytes.subarray(at, at + KEY)) as MemberId;
    records.set(member, { sequence, mark: toHex(bytes.subarray(at + KEY + SEQUENCE, at + MARKED)) });
  }
  return records;
}

/** Cuts into pieces of one size; undefined if there are too many or they do not come out even. */
function pieces(bytes: Uint8Array, size: number, max: number): readonly Uint8Array[] | undefined {
  if (bytes.length % size !== 0 || bytes.length > size * max) return undefined;
  return Array.from({ length: bytes.length / size }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}

function parseDigest(items: readonly Uint8Array[]): PhonebookDigest | undefined {
  const [answer, headBytes, stepBytes, signatures, markBytes] = items;
  if (items.length !== 5 || answer?.length !== 1 || !headBytes || !stepBytes || !markBytes) return undefined;
  if (signatures?.length !== HASH) return undefined;
  const heads = pieces(headBytes, 32, MAX_HEADS);
  const steps = pieces(stepBytes, 32, MAX_STEPS);
  const records = parseMarks(markBytes);
  if (!heads || !steps || !records) return undefined;
  return {
    type: 'phonebook.digest',
    answer: answer[0] === 1,
    heads: heads.map((id) => toHex(id) as OpId),
    steps: steps.map((id) => toHex(id) as OpId),
    signatures,
    records,
  };
}

/** Reads what a peer sent; undefined for anything that is not a message. Never throws. */
export function parseMessage(bytes: unknown): PhonebookMessage | undefined {
  if (!(bytes instanceof Uint8Array) || bytes.length > MAX_MESSAGE_BYTES) return undefined;
  const items = splitItems(bytes.subarray(1), MAX_ITEMS);
  if (items === undefined) return undefined;
  switch (bytes[0]) {
    case KIND['phonebook.digest']:
      return parseDigest(items);
    case KIND['phonebook.ops']:
      return { type: 'phonebook.ops', ops: items };
    case KIND['phonebook.records']:
      return { type: 'phonebook.records', records: items };
    default:
      return undefined;
  }
}

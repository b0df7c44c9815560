import { concat, fromHex, toHex, u64, u8, type MemberId, type OpId } from '@fyteclub/identity';
import { joinItems, splitItems } from './items.rules.ts';
import { MAX_ROTATE_BYTES } from './op-codec.ts';

/** Heads told in a digest; if there are more, the lowest. */
export const MAX_HEADS = 64;
/** Older operations told in a digest. */
export const MAX_STEPS = 40;
/** Records told in a digest; if there are more, the lowest members. */
export const MAX_MARKS = 1000;
/** Operations or records in one message. */
export const MAX_ITEMS = 512;
/** Longer messages are refused unread. Only a rotation of a very large group, which goes alone, comes near. */
export const MAX_MESSAGE_BYTES = MAX_ROTATE_BYTES + 1024;

/** Which record somebody holds of a member: its sequence number and the first 4 bytes of its hash (hex). */
export interface RecordMark {
  readonly sequence: number;
  readonly mark: string;
}

/** "This is what I have": asks for what is missing here, and lets the other side see what is missing there. */
export interface PhonebookDigest {
  readonly type: 'phonebook.digest';
  /** True if it answers another digest; then it says "you now have all of mine that you lacked". */
  readonly answer: boolean;
  readonly heads: readonly OpId[];
  /** Operations ever further back (1, 2, 4, 8, …), so that two histories soon find where they part. */
  readonly steps: readonly OpId[];
  /** `Roster.signaturesHash`: signatures under removals grow without changing the heads. */
  readonly signatures: Uint8Array;
  /** Empty towards somebody whose membership has not been confirmed on this connection. */
  readonly records: Readonly<Record<MemberId, RecordMark>>;
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

export type PhonebookMessage = PhonebookDigest | PhonebookOps | PhonebookRecords;

const KIND = { 'phonebook.digest': 1, 'phonebook.ops': 2, 'phonebook.records': 3 } as const;
const MARK = 4;
const HASH = 32;

const raw = (hex: string): Uint8Array => fromHex(hex) ?? new Uint8Array();

/** The plain bytes of a message, to be sealed before they leave (`sealMessage`). */
export function packMessage(message: PhonebookMessage): Uint8Array {
  const kind = Uint8Array.of(KIND[message.type]);
  switch (message.type) {
    case 'phonebook.ops':
      return concat(kind, joinItems(message.ops));
    case 'phonebook.records':
      return concat(kind, joinItems(message.records));
    case 'phonebook.digest': {
      const marks = Object.entries(message.records) as [MemberId, RecordMark][];
      return concat(
        kind,
        joinItems([
          u8.write(message.answer ? 1 : 0),
          concat(...message.heads.map(raw)),
          concat(...message.steps.map(raw)),
          message.signatures,
          concat(...marks.map(([id, { sequence, mark }]) => concat(raw(id), u64.write(sequence), raw(mark)))),
        ]),
      );
    }
  }
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
  const marks = pieces(markBytes, 40 + MARK, MAX_MARKS);
  if (!heads || !steps || !marks) return undefined;
  const records: Record<MemberId, RecordMark> = {};
  for (const piece of marks) {
    const sequence = new DataView(piece.buffer, piece.byteOffset + 32, 8).getBigUint64(0);
    if (sequence > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
    const member = toHex(piece.subarray(0, 32)) as MemberId;
    records[member] = { sequence: Number(sequence), mark: toHex(piece.subarray(40)) };
  }
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

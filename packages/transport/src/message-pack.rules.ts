/** Deeper bodies are nobody's: our deepest message nests six levels. */
export const MAX_DEPTH = 16;
/** Values in one message, keys included. A body of 1 MiB of one-byte items would otherwise become 20 MiB of heap. */
export const MAX_ITEMS = 65_536;

/**
 * Whether these bytes are exactly one MessagePack value that is safe to decode: nested at most {@link MAX_DEPTH}
 * deep, at most {@link MAX_ITEMS} values, every length inside the input, and no extension types (a decoder turns
 * those into dates, errors and typed arrays of the sender's choosing). Runs in one pass and allocates nothing
 * but a stack of {@link MAX_DEPTH} counters. Format: the MessagePack specification, msgpack.org.
 */
export function isBoundedMessagePack(bytes: Uint8Array): boolean {
  const open: number[] = [];
  let at = 0;
  let items = 0;
  let pending = 1;
  while (pending > 0) {
    if (at >= bytes.length || ++items > MAX_ITEMS) return false;
    pending -= 1;
    const lead = bytes[at] ?? 0;
    at += 1;
    const { width, step, children } = shape(bytes, at, lead);
    if (step < 0 || at + width + step > bytes.length) return false;
    at += width + step;
    if (children > 0) {
      // A count that the rest of the input cannot hold is refused before it is counted down.
      if (open.length >= MAX_DEPTH || children > bytes.length - at) return false;
      open.push(pending);
      pending = children;
    }
    while (pending === 0 && open.length > 0) pending = open.pop() ?? 0;
  }
  return at === bytes.length;
}

interface Shape {
  /** Bytes of the length field after the lead byte. */
  readonly width: number;
  /** Bytes of payload after it; negative for what we refuse. */
  readonly step: number;
  /** Values nested inside. */
  readonly children: number;
}

const scalar = (step: number): Shape => ({ width: 0, step, children: 0 });
const REFUSED = scalar(-1);

function unsigned(bytes: Uint8Array, at: number, width: number): number {
  let value = 0;
  for (let i = 0; i < width; i++) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}

function shape(bytes: Uint8Array, at: number, lead: number): Shape {
  if (lead <= 0x7f || lead >= 0xe0) return scalar(0);
  if (lead <= 0x8f) return { width: 0, step: 0, children: 2 * (lead & 0x0f) };
  if (lead <= 0x9f) return { width: 0, step: 0, children: lead & 0x0f };
  if (lead <= 0xbf) return scalar(lead & 0x1f);
  switch (lead) {
    case 0xc0:
    case 0xc2:
    case 0xc3:
      return scalar(0);
    case 0xc4:
    case 0xd9:
      return { width: 1, step: unsigned(bytes, at, 1), children: 0 };
    case 0xc5:
    case 0xda:
      return { width: 2, step: unsigned(bytes, at, 2), children: 0 };
    case 0xc6:
    case 0xdb:
      return { width: 4, step: unsigned(bytes, at, 4), children: 0 };
    case 0xcc:
    case 0xd0:
      return scalar(1);
    case 0xcd:
    case 0xd1:
      return scalar(2);
    case 0xca:
    case 0xce:
    case 0xd2:
      return scalar(4);
    case 0xcb:
    case 0xcf:
    case 0xd3:
      return scalar(8);
    case 0xdc:
      return { width: 2, step: 0, children: unsigned(bytes, at, 2) };
    case 0xdd:
      return { width: 4, step: 0, children: unsigned(bytes, at, 4) };
    case 0xde:
      return { width: 2, step: 0, children: 2 * unsigned(bytes, at, 2) };
    case 0xdf:
      return { width: 4, step: 0, children: 2 * unsigned(bytes, at, 4) };
    default:
      return REFUSED;
  }
}

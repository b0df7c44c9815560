import { Packr, Unpackr } from 'msgpackr';
import { isBoundedMessagePack } from './message-pack.rules.ts';

/** What every control message looks like inside its frame: `[version, topic, body]` in MessagePack. */
export interface Envelope {
  readonly topic: string;
  readonly body: unknown;
}

export const ENVELOPE_VERSION = 1;
/** The cap of one encoded envelope, checked before anything is decoded. Larger ones travel as fragments. */
export const MAX_ENVELOPE_BYTES = 65_536;
/** The cap of an envelope put together from fragments. */
export const MAX_REASSEMBLED_BYTES = 1_048_576;

const TOPIC = /^[a-z][a-z0-9-]{0,31}$/;
/** Records would let a peer define types that outlive its message; variable map sizes keep small messages small. */
const FORMAT = {
  useRecords: false,
  variableMapSize: true,
  encodeUndefinedAsNil: true,
  copyBuffers: true,
  int64AsType: 'number',
} as const;
const packer = new Packr(FORMAT);
const unpacker = new Unpackr(FORMAT);

/**
 * A message as bytes of its own, for whoever puts it into frames: above {@link MAX_ENVELOPE_BYTES} it has to be cut.
 *
 * @throws RangeError when the topic is none, the body exceeds {@link MAX_REASSEMBLED_BYTES} or is one that
 * {@link decodeEnvelope} would refuse: bugs of the caller.
 */
export function encodeEnvelope({ topic, body }: Envelope): Uint8Array {
  if (!TOPIC.test(topic)) throw new RangeError(`not a topic: ${topic}`);
  // The packer's own buffer is shared with what was packed before: only an exact copy may leave this function.
  const bytes = new Uint8Array(packer.pack([ENVELOPE_VERSION, topic, body]));
  if (bytes.length > MAX_REASSEMBLED_BYTES) throw new RangeError(`envelope of ${bytes.length} bytes`);
  if (!isBoundedMessagePack(bytes))
    throw new RangeError(`${topic}: the body is too deep or of unknown kinds`);
  return bytes;
}

/**
 * Hostile bytes in, a value or undefined out; never throws. Size, depth, item count and kinds are checked on the
 * bytes, before the decoder allocates anything.
 */
export function decodeEnvelope(bytes: Uint8Array, maxBytes = MAX_ENVELOPE_BYTES): Envelope | undefined {
  if (bytes.length > maxBytes || !isBoundedMessagePack(bytes)) return undefined;
  try {
    const value: unknown = unpacker.unpack(bytes);
    if (!Array.isArray(value) || value.length !== 3) return undefined;
    const [version, topic, body] = value as [unknown, unknown, unknown];
    if (version !== ENVELOPE_VERSION || typeof topic !== 'string' || !TOPIC.test(topic)) return undefined;
    return { topic, body };
  } catch {
    return undefined;
  }
}

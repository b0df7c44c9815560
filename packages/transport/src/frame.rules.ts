/**
 * What one channel message of a link looks like: `[version, kind] ‖ payload`. A plain payload is a body; a sealed one
 * is the body under the session's seal. A body is `[part] ‖ bytes`.
 */
export const FRAME_VERSION = 1;

const PLAIN = 0;
const SEALED = 1;
const PARTS = ['whole', 'more', 'last', 'beat'] as const;

/** `whole`: one envelope. `more`, `last`: a fragment of one. `beat`: nothing but a sign of life. */
export type Part = (typeof PARTS)[number];

export interface Body {
  readonly part: Part;
  readonly bytes: Uint8Array;
}

export interface Frame {
  readonly sealed: boolean;
  readonly payload: Uint8Array;
}

export function encodeFrame({ sealed, payload }: Frame): Uint8Array {
  const frame = new Uint8Array(payload.length + 2);
  frame.set([FRAME_VERSION, sealed ? SEALED : PLAIN]);
  frame.set(payload, 2);
  return frame;
}

/** @returns undefined for anything that is no frame of this version. */
export function decodeFrame(bytes: Uint8Array): Frame | undefined {
  const [version, kind] = bytes;
  if (version !== FRAME_VERSION || (kind !== PLAIN && kind !== SEALED)) return undefined;
  return { sealed: kind === SEALED, payload: bytes.subarray(2) };
}

export function encodeBody({ part, bytes }: Body): Uint8Array {
  const body = new Uint8Array(bytes.length + 1);
  body.set([PARTS.indexOf(part)]);
  body.set(bytes, 1);
  return body;
}

export function decodeBody(bytes: Uint8Array): Body | undefined {
  const part = PARTS[bytes[0] ?? PARTS.length];
  return part && { part, bytes: bytes.subarray(1) };
}

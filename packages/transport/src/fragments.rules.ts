import type { Body } from './frame.rules.ts';

/** What has come of a message that is not whole yet. Fragments of one message follow each other; beats may fall between. */
export interface Assembly {
  readonly parts: readonly Uint8Array[];
  readonly length: number;
}

export const NOTHING: Assembly = { parts: [], length: 0 };

export type Assembled =
  /** More is to come. */
  | { readonly assembly: Assembly; readonly whole?: undefined }
  | { readonly assembly: Assembly; readonly whole: Uint8Array };

/** Cuts an encoded envelope into bodies of at most `size` bytes. */
export function fragment(bytes: Uint8Array, size: number): readonly Body[] {
  if (bytes.length <= size) return [{ part: 'whole', bytes }];
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => {
    const end = (index + 1) * size;
    return { part: end < bytes.length ? 'more' : 'last', bytes: bytes.subarray(index * size, end) };
  });
}

/**
 * Puts a body to what came before it. Bounded: nothing longer than `max` is ever held.
 *
 * @returns undefined for a sequence that no {@link fragment} makes: the link that sent it is broken or hostile.
 */
export function assemble(
  { parts, length }: Assembly,
  { part, bytes }: Body,
  max: number,
): Assembled | undefined {
  if (part === 'beat') return { assembly: { parts, length } };
  if (part === 'whole') return length === 0 ? { assembly: NOTHING, whole: bytes } : undefined;
  const total = length + bytes.length;
  if (bytes.length === 0 || total > max || (part === 'last' && length === 0)) return undefined;
  const grown = [...parts, bytes];
  if (part === 'more') return { assembly: { parts: grown, length: total } };
  const whole = new Uint8Array(total);
  let at = 0;
  for (const piece of grown) {
    whole.set(piece, at);
    at += piece.length;
  }
  return { assembly: NOTHING, whole };
}

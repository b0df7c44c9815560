import type { MemberId, ShellId } from '@fyteclub/identity';
import { z } from 'zod';

// The shapes that verbs answer, as the command line's contract documents them. They are schemas, because the API's
// description is written from them and every answer in a test is held against them. Times are ms since 1970.

/** An id of one kind, to people and scripts a word of hex. */
export const id = <Id extends string>(): z.ZodType<Id> => z.string().max(64) as unknown as z.ZodType<Id>;
export const time = z.number();
export const count = z.int().nonnegative();

/** A syncshell, wherever an answer names one. */
export const shellNamed = z.strictObject({ id: id<ShellId>(), name: z.string() }).meta({ id: 'ShellNamed' });
/** A member, wherever an answer names one. */
export const memberNamed = z
  .strictObject({ id: id<MemberId>(), name: z.string() })
  .meta({ id: 'MemberNamed' });
/** The id as 64 hex digits; the name is "" until whoever joins has seen the genesis. */
export type ShellNamed = z.infer<typeof shellNamed>;
/** The id as 64 hex digits; the name is the member's own choice, or a stand-in while it is unknown. */
export type MemberNamed = z.infer<typeof memberNamed>;

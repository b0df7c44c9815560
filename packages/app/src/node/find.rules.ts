import { err, ok, type Result } from '@fyteclub/identity';
import { describe, type Failure, type NodeCode } from '../problems.ts';

/** Something people call by name or by the start of its id. */
export interface Findable {
  readonly id: string;
  readonly name: string;
}

/** Shorter starts of an id would be met by accident. */
const MIN_PREFIX = 4;

/** Why a search found not the one thing; `too-short` is the start of an id, but of no use as one. */
type Missed = 'unknown' | 'ambiguous' | 'too-short';

/** The one thing meant by `text`: its name wins over an id's start, and case counts only to settle a tie. */
export function findOne<T extends Findable>(things: readonly T[], text: string): Result<T, Missed> {
  const wanted = text.toLocaleLowerCase();
  const byName = things.filter(({ name }) => name.toLocaleLowerCase() === wanted);
  const exact = byName.filter(({ name }) => name === text);
  const byId = text === '' ? [] : things.filter(({ id }) => id.startsWith(wanted));
  const found = exact.length > 0 ? exact : byName.length > 0 ? byName : byId;
  const [only] = found;
  if (only === undefined) return err('unknown');
  if (found === byId && text.length < MIN_PREFIX) return err('too-short');
  return found.length === 1 ? ok(only) : err('ambiguous');
}

/** A search that found not the one thing, in the words for things of its kind. */
export const missed = (
  why: Missed,
  name: string,
  words: { readonly unknown: NodeCode; readonly ambiguous: NodeCode },
): Failure => describe(why === 'too-short' ? 'start-too-short' : words[why], { name });

import { err, ok, type Result } from '@fyteclub/identity';

/** Something people call by name or by the start of its id. */
export interface Findable {
  readonly id: string;
  readonly name: string;
}

/** Shorter starts of an id would be met by accident. */
const MIN_PREFIX = 4;

/** The one thing meant by `text`: its name wins over an id's start, and case counts only to settle a tie. */
export function findOne<T extends Findable>(
  things: readonly T[],
  text: string,
): Result<T, 'unknown' | 'ambiguous'> {
  const wanted = text.toLocaleLowerCase();
  const byName = things.filter(({ name }) => name.toLocaleLowerCase() === wanted);
  const exact = byName.filter(({ name }) => name === text);
  const byId = text.length < MIN_PREFIX ? [] : things.filter(({ id }) => id.startsWith(wanted));
  const found = exact.length > 0 ? exact : byName.length > 0 ? byName : byId;
  const [only] = found;
  if (only === undefined) return err('unknown');
  return found.length === 1 ? ok(only) : err('ambiguous');
}

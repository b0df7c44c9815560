import { fromHex, type MemberId } from '@fyteclub/identity';
import type { SeededRandom } from '../../corpus/seeded-random.ts';

/** The bytes with every occurrence of one key replaced by another: the same words under somebody else's name. */
export function inTheNameOf(bytes: Uint8Array, me: MemberId, them: MemberId): Uint8Array {
  const forged = Buffer.from(bytes);
  const [mine, theirs] = [Buffer.from(fromHex(me) ?? []), fromHex(them) ?? new Uint8Array()];
  for (let at = forged.indexOf(mine); at >= 0; at = forged.indexOf(mine, at + mine.length))
    forged.set(theirs, at);
  return new Uint8Array(forged);
}

/** One bit of them is another. */
export function flipped(bytes: Uint8Array, dice: SeededRandom): Uint8Array {
  const changed = Uint8Array.from(bytes);
  const at = dice.integer(0, changed.length - 1);
  changed[at] = (changed[at] ?? 0) ^ (1 << dice.integer(0, 7));
  return changed;
}

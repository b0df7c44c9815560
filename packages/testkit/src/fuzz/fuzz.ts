/** Feeds every decoder with noise and with damaged samples, in a process of its own: `node fuzz.js SEED ROUNDS`. */
import { isDeepStrictEqual } from 'node:util';
import { utf8 } from '@fyteclub/identity';
import { seededRandom, type SeededRandom } from '../corpus/seeded-random.ts';
import { bodyParsers } from './body-parsers.ts';
import { byteDecoders } from './byte-decoders.ts';
import { anything, damagedBody, damagedBytes, noise } from './damage.ts';
import { isTaken, type Target } from './sample.ts';
import { textDecoders } from './text-decoders.ts';

const [seed = 'fuzz', rounds = '2000'] = process.argv.slice(2);
/** Of the processor's time: how long a call waits for its turn says nothing about it. */
const SLOW_MICROSECONDS = 50_000;

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** @throws Error for a decoder that throws or dawdles. */
function feed(what: string, decode: () => unknown): unknown {
  const timed = (): { readonly said: unknown; readonly slow: boolean } => {
    const start = processorTime();
    const said = decode();
    return { said, slow: processorTime() - start > SLOW_MICROSECONDS };
  };
  try {
    const { said, slow } = timed();
    // One call may meet the compiler or the garbage collector; a decoder that dawdles does so every time.
    if (slow && timed().slow) throw new Error('it took too long');
    return said;
  } catch (error) {
    throw new Error(`${what} failed with seed ${seed}`, { cause: error });
  }
}

/** How often a decoder took what it got, and how often it refused it. */
interface Tally {
  taken: number;
  refused: number;
}

function fuzz<T>(
  dice: SeededRandom,
  [name, { decode, samples, exact = false }]: readonly [string, Target<T>],
  junk: () => T,
  damage: (whole: T) => T,
): Tally {
  const tally = { taken: 0, refused: 0 };
  for (const { whole, mend } of samples)
    if (mend === undefined && !isTaken(decode(whole))) throw new Error(`${name} refuses its own sample`);
  for (let round = 0; round < Number(rounds); round++) {
    const { whole, mend } = dice.pick(samples);
    const damaged = dice.integer(0, 4) === 0 ? junk() : damage(whole);
    const input = mend === undefined ? damaged : mend(damaged);
    const taken = isTaken(feed(name, () => decode(input)));
    if (taken && exact && !isDeepStrictEqual(input, whole))
      throw new Error(`${name} takes what nobody sealed, with seed ${seed}`);
    tally[taken ? 'taken' : 'refused']++;
  }
  return tally;
}

const dice = seededRandom(seed);
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
const tallies = [
  ...Object.entries(byteDecoders).map((target) => {
    const own = dice.fork(target[0]);
    return [
      target[0],
      fuzz(
        own,
        target,
        () => noise(own),
        (whole) => damagedBytes(own, whole),
      ),
    ] as const;
  }),
  ...Object.entries(textDecoders).map((target) => {
    const own = dice.fork(target[0]);
    const damage = (whole: string): string => text(damagedBytes(own, utf8(whole)));
    return [target[0], fuzz(own, target, () => text(noise(own)), damage)] as const;
  }),
  ...Object.entries(bodyParsers).map((target) => {
    const own = dice.fork(target[0]);
    const name = `body: ${target[0]}`;
    return [
      name,
      fuzz(
        own,
        target,
        () => anything(own, 4),
        (whole) => damagedBody(own, whole),
      ),
    ] as const;
  }),
];
process.stdout.write(
  `${JSON.stringify({ seed, rounds: Number(rounds), decoders: Object.fromEntries(tallies) })}\n`,
);

import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const FUZZ = fileURLToPath(new URL('../../dist/fuzz/fuzz.js', import.meta.url));
const ROUNDS = 1500;

interface Told {
  readonly rounds: number;
  readonly decoders: Readonly<Record<string, { readonly taken: number; readonly refused: number }>>;
}

test.each(['one', 'two'])(
  'P58 P65 no decoder throws, dawdles, takes a forgery or takes the process along (seed %s)',
  async (seed) => {
    const { stdout } = await promisify(execFile)(process.execPath, [FUZZ, seed, String(ROUNDS)]);
    const { rounds, decoders } = JSON.parse(stdout) as Told;
    expect(rounds).toBe(ROUNDS);
    expect(Object.keys(decoders).length).toBeGreaterThan(25);
    for (const { taken, refused } of Object.values(decoders)) {
      expect(taken + refused).toBe(ROUNDS);
      expect(refused).toBeGreaterThan(ROUNDS / 4);
    }
  },
);

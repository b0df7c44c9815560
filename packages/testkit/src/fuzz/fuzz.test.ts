import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const FUZZ = fileURLToPath(new URL('../../dist/fuzz/fuzz.js', import.meta.url));
const ROUNDS = 1500;

test.each(['one', 'two'])(
  'P58 P65 no decoder throws, dawdles or takes the process along (seed %s)',
  async (seed) => {
    const { stdout } = await promisify(execFile)(process.execPath, [FUZZ, seed, String(ROUNDS)]);
    expect(JSON.parse(stdout)).toEqual({ seed, rounds: ROUNDS });
  },
);

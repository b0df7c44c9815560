import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Step } from './commands/table.ts';
import { runScenario } from './scenario.ts';

/** Of a seed that failed once: the steps it had drawn then, because what a seed draws changes with every new command. */
interface Regression {
  readonly what: string;
  readonly seed: string;
  readonly members: number;
  readonly script: readonly Step[];
}

const SEEDS = join(import.meta.dirname, 'seeds');
const regressions = readdirSync(SEEDS)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(SEEDS, name), 'utf8')) as Regression);

test('P69 a seed goes through the very same events whenever it is run', async () => {
  const first = await runScenario('twice');
  const second = await runScenario('twice');
  expect(second).toEqual(first);
  expect(first.events).toBeGreaterThan(1_000);
  const other = await runScenario('twice', { script: first.steps.slice(0, -1) });
  expect(other.hash).not.toBe(first.hash);
});

test.each(['1', '2', '3', '4'])(
  'P20 P25 P27 P42 P48 P68 hold at every step of seed %s, and in the end P47: all agree',
  async (seed) => {
    const { violation, agreed } = await runScenario(seed);
    expect(violation).toBeUndefined();
    expect(agreed).toBeDefined();
  },
);

if (regressions.length > 0)
  test.each(regressions)('$what', async ({ seed, members, script }) => {
    expect((await runScenario(seed, { members, script })).violation).toBeUndefined();
  });

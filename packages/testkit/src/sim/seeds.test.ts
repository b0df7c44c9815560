import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ATTACKERS } from './attackers/table.ts';
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

/** Everybody who means harm, two or three to a group. */
const GANGS = [0, 3, 6].map((from) => ATTACKERS.slice(from, from + 3).map(({ name }) => name));

test.each(GANGS.map((gang) => [gang.join(', '), gang] as const))(
  'P20 P25 P27 P42 P48 P68 hold at every step with a %s among the members, and in the end P37 P47: the others agree',
  async (names, attackers) => {
    const { violation, agreed, strikes } = await runScenario(names, { members: 4, attackers });
    expect(violation).toBeUndefined();
    expect(agreed).toBeDefined();
    expect(Object.keys(strikes).length).toBeGreaterThan(1);
  },
);

test('P69 a seed with villains goes through the very same events when its script is told', async () => {
  const drawn = await runScenario('villains', { members: 4, attackers: ['equivocator', 'relay'] });
  expect(Object.keys(drawn.strikes)).toHaveLength(2);
  expect(await runScenario('villains', { members: 4, script: drawn.steps })).toEqual(drawn);
});

if (regressions.length > 0)
  test.each(regressions)('$what', async ({ seed, members, script }) => {
    expect((await runScenario(seed, { members, script })).violation).toBeUndefined();
  });

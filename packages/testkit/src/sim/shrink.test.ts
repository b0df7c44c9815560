import { expect, test } from '@jest/globals';
import type { Step } from './commands/table.ts';
import type { ScenarioResult } from './scenario.ts';
import { shrink } from './shrink.ts';

const step = (number: number): Step => ({ command: 'n', args: { number }, waitMs: 0 });
const numbersOf = (script: readonly Step[]) => script.map(({ args }) => args['number']);

test('of forty steps the two remain that break it, and only if it is the same thing that breaks', async () => {
  const run = (script: readonly Step[]): Promise<ScenarioResult> => {
    const numbers = numbersOf(script);
    const broken =
      numbers.includes(7) && numbers.includes(31) ? 'this' : numbers.includes(7) ? 'that' : undefined;
    const violation = broken === undefined ? undefined : { broken, properties: [], detail: '', step: 0 };
    return Promise.resolve({ steps: script, violation } as unknown as ScenarioResult);
  };
  const failed = await run(Array.from({ length: 40 }, (_, number) => step(number)));
  const { script, tries } = await shrink(failed, run);
  expect(numbersOf(script)).toEqual([7, 31]);
  expect(tries).toBeLessThan(60);
});

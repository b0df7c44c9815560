import { expect, test } from '@jest/globals';
import { Turns } from './turns.ts';

const never = new AbortController().signal;

test('so many at a time, the most urgent of those that wait first, also if it became urgent meanwhile', async () => {
  const turns = new Turns(2);
  const order: string[] = [];
  const late = { urgency: 3 };
  const run = async (name: string, task: { readonly urgency: number }): Promise<() => void> => {
    const end = await turns.take(task, never);
    order.push(name);
    return end!;
  };
  const [first, second] = await Promise.all([run('first', { urgency: 3 }), run('second', { urgency: 3 })]);
  const waiting = [run('calm', { urgency: 2 }), run('late', late), run('urgent', { urgency: 0 })];
  late.urgency = 1;
  await Promise.resolve();
  expect(order).toEqual(['first', 'second']);
  first();
  second();
  (await waiting[2])!();
  (await waiting[1])!();
  await waiting[0];
  expect(order).toEqual(['first', 'second', 'urgent', 'late', 'calm']);
});

test('whoever gives up takes nobody’s turn', async () => {
  const turns = new Turns(1);
  const end = await turns.take({ urgency: 0 }, never);
  const impatient = new AbortController();
  const given = turns.take({ urgency: 0 }, impatient.signal);
  const patient = turns.take({ urgency: 1 }, never);
  impatient.abort();
  expect(await given).toBeUndefined();
  expect(await turns.take({ urgency: 0 }, impatient.signal)).toBeUndefined();
  end!();
  expect(await patient).toBeDefined();
});

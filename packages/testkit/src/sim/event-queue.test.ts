import { expect, test } from '@jest/globals';
import { seededRandom } from '../corpus/seeded-random.ts';
import { EventQueue, type Event } from './event-queue.ts';

const nothing = (): void => undefined;
const drain = (queue: EventQueue, until = Infinity): number[] => {
  const ids: number[] = [];
  for (let event = queue.next(until); event; event = queue.next(until)) ids.push(event.id);
  return ids;
};

test('P69 events come by time, then by the seeded tie, then by id, whatever order they were put in', () => {
  const dice = seededRandom('queue');
  const events: Event[] = Array.from({ length: 5_000 }, (_, id) => ({
    at: dice.integer(0, 50),
    tie: dice.integer(0, 5),
    id,
    run: nothing,
    cancelled: false,
  }));
  const queue = new EventQueue();
  for (const event of events) queue.push(event);
  const dropped = new Set(events.filter(() => dice.next() < 0.6));
  for (const event of dropped) queue.cancel(event);
  expect(queue.size).toBe(5_000 - dropped.size);
  const sorted = events
    .filter((event) => !dropped.has(event))
    .sort((a, b) => a.at - b.at || a.tie - b.tie || a.id - b.id);
  expect(drain(queue, 25)).toEqual(sorted.filter(({ at }) => at <= 25).map(({ id }) => id));
  expect(drain(queue)).toEqual(sorted.filter(({ at }) => at > 25).map(({ id }) => id));
  expect(queue.size).toBe(0);
});

test('an event that has happened cannot be taken back', () => {
  const queue = new EventQueue();
  const event = { at: 1, tie: 0, id: 1, run: nothing, cancelled: false };
  queue.push(event);
  expect(queue.next(1)).toBe(event);
  queue.cancel(event);
  queue.push({ ...event, id: 2, cancelled: false });
  expect([queue.size, drain(queue)]).toEqual([1, [2]]);
});

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SimulatedClock } from 'xstate';
import { RateLimiter } from './rate-limiter.ts';

const MB = 1_000_000;

function setUp(rate: number | null) {
  const clock = new SimulatedClock();
  let now = 5_000;
  const limiter = new RateLimiter(clock, () => now);
  limiter.rate = rate;
  const went: { readonly at: number; readonly bytes: number; readonly who: string }[] = [];
  return {
    limiter,
    went,
    take: (bytes: number, who = '') => {
      void limiter.take(bytes).then(() => went.push({ at: now, bytes, who }));
    },
    pass: async (ms: number) => {
      for (let left = ms; left > 0; left -= 10) {
        now += 10;
        clock.increment(10);
        await Promise.resolve();
        await Promise.resolve();
      }
    },
    setClock: (to: number) => {
      now = to;
    },
  };
}
const bytesOf = (went: readonly { readonly bytes: number }[]): number =>
  went.reduce((sum, { bytes }) => sum + bytes, 0);

test('without a limit nobody waits', async () => {
  const { take, went, pass } = setUp(null);
  for (let i = 0; i < 100; i++) take(MB);
  await pass(10);
  expect(bytesOf(went)).toBe(100 * MB);
});

test('over any stretch of time no more goes than the rate, a quarter of a second and one piece', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 100_000, max: 20 * MB }),
      fc.array(fc.tuple(fc.integer({ min: 1, max: 300_000 }), fc.integer({ min: 0, max: 30 })), {
        minLength: 20,
        maxLength: 60,
      }),
      async (rate, pieces) => {
        const { take, went, pass } = setUp(rate);
        for (const [bytes, pause] of pieces) {
          take(bytes);
          await pass(pause * 10);
        }
        await pass(2_000);
        const largest = Math.max(...pieces.map(([bytes]) => bytes));
        for (const [i, from] of went.entries())
          for (const [j, to] of went.entries()) {
            if (j < i) continue;
            const allowed = ((to.at - from.at + 260) * rate) / 1000 + largest;
            expect(bytesOf(went.slice(i, j + 1))).toBeLessThanOrEqual(allowed);
          }
      },
    ),
    { numRuns: 15 },
  );
});

test('what is let through comes to the rate, and those who share it get the same', async () => {
  const { take, went, pass } = setUp(MB);
  for (let i = 0; i < 100; i++) {
    take(50_000, 'Ada');
    take(50_000, 'Ben');
  }
  await pass(4_000);
  expect(bytesOf(went)).toBeGreaterThan(3.8 * MB);
  expect(bytesOf(went)).toBeLessThan(4.5 * MB);
  const [ada, ben] = ['Ada', 'Ben'].map((name) => went.filter(({ who }) => who === name).length);
  expect(Math.abs(ada! - ben!)).toBeLessThanOrEqual(1);
});

test('a limit that is lifted, or changed, is so at once for those who wait', async () => {
  const { limiter, take, went, pass } = setUp(100_000);
  for (let i = 0; i < 20; i++) take(MB);
  await pass(1_000);
  expect(went).toHaveLength(1);
  limiter.rate = 10 * MB;
  await pass(1_000);
  expect(went.length).toBeGreaterThan(9);
  limiter.rate = null;
  await pass(10);
  expect(went).toHaveLength(20);
});

test('a clock that is set back or forward lets nobody wait for long', async () => {
  const { take, went, pass, setClock } = setUp(MB);
  take(MB);
  take(MB);
  setClock(1_000);
  await pass(2_000);
  expect(went).toHaveLength(2);
  setClock(9_000_000);
  take(MB);
  await pass(2_000);
  expect(went).toHaveLength(3);
});

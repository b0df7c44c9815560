import { expect, test } from '@jest/globals';
import { Stopper, stopOf } from './stopper.ts';

test('stops once: when told, with any parent, or after its time', async () => {
  const parent = new Stopper();
  const child = new Stopper([new Stopper(), parent]);
  let runs = 0;
  child.onStop(() => runs++);
  parent.stop();
  child.stop();
  expect([child.stopped, runs]).toEqual([true, 1]);
  await new Promise<void>((resolve) => void new Stopper([], 1).onStop(resolve));
});

test('who asks too late is told at once, who took the wish back is not told', () => {
  const stopper = new Stopper();
  let taken = 0;
  stopper.onStop(() => taken++)();
  stopper.stop();
  let late = 0;
  stopper.onStop(() => late++);
  expect([taken, late]).toEqual([0, 1]);
  expect(new Stopper([stopper]).stopped).toBe(true);
});

test('released, it no longer follows its parents', () => {
  const parent = new Stopper();
  const child = new Stopper([parent]);
  child.release();
  parent.stop();
  expect(child.stopped).toBe(false);
});

test('follows a caller’s abort signal, also one that was aborted before', () => {
  const abort = new AbortController();
  const stopper = new Stopper([stopOf(abort.signal)]);
  expect(stopper.stopped).toBe(false);
  abort.abort();
  expect(stopper.stopped).toBe(true);
  expect(new Stopper([stopOf(abort.signal)]).stopped).toBe(true);
});

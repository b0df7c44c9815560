import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { connected, friend } from './testing/cast.ts';
import { simulatedOnRealTime } from './testing/simulated-on-real-time.ts';

const secret = randomBytes(32);
const BAD = { delayMs: 2, jitterMs: 20, loss: 0.3, duplicates: 0.3 };
/** Longer than what is lost takes to come again. */
const A_WHILE_MS = 1_000;

/** Ada and Ben, connected, on a net as bad as said; what each has heard. */
async function cast(path = {}) {
  const net = simulatedOnRealTime(path);
  const machines = [net.machine('10.0.0.1'), net.machine('10.0.0.2')] as const;
  const ada = await friend(machines[0], secret, { bind: '10.0.0.1' });
  const ben = await friend(machines[1], secret, { bind: '10.0.0.2' });
  const { near, far } = await connected(ben, ada);
  const heard: number[] = [];
  far.channel.messages$.subscribe((bytes) => heard.push(bytes[0] ?? -1));
  const count = (from: number, to: number): void => {
    for (let number = from; number <= to; number++) near.channel.send(Uint8Array.of(number));
  };
  return { net, machines, ada, ben, near, far, heard, count };
}
const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

test('whatever is lost, doubled or overtaken below, a channel brings everything once and in order', async () => {
  const { near, far, heard, count } = await cast(BAD);
  count(1, 100);
  await near.close();
  await far.channel.closed;
  expect(heard).toEqual(upTo(100));
});

test('nothing passes a cut; what was sent meanwhile comes when it is mended', async () => {
  const { net, near, heard, count } = await cast();
  net.become({ cut: true });
  count(1, 3);
  await sleep(A_WHILE_MS);
  expect(heard).toEqual([]);
  expect(near.channel.bufferedAmount()).toBe(3);
  net.become({ cut: false });
  await near.channel.close();
  expect(heard).toEqual([1, 2, 3]);
});

test('a goodbye into a cut line is given up; the other end is not told', async () => {
  const { net, near, far } = await cast();
  net.become({ cut: true });
  await near.close();
  await sleep(2 * A_WHILE_MS);
  net.become({ cut: false });
  await sleep(A_WHILE_MS);
  expect(far.channel.open).toBe(true);
});

test('a machine that vanishes says no goodbye and hears nothing; its address can be taken by the next', async () => {
  const { net, machines, ada, ben, near, far, count } = await cast();
  machines[1].vanish();
  count(1, 1);
  far.channel.send(Uint8Array.of(1));
  await sleep(50);
  expect([near.channel.open, far.channel.open]).toEqual([true, true]);
  const again = await friend(net.machine('10.0.0.2'), secret, { bind: '10.0.0.2', port: ben.host.port });
  expect((await connected(again, ada)).near.channel.open).toBe(true);
});

test('a meeting needs both directions', async () => {
  const { net, ada, ben } = await cast();
  net.become({ cut: true });
  const deadlineMs = 300;
  const alone = await Promise.all([
    ada.host.meet(ada.meetPlan(ben, 'offer', { deadlineMs })),
    ben.host.meet(ben.meetPlan(ada, 'answer', { deadlineMs })),
  ]);
  expect(alone.map(({ ok }) => ok)).toEqual([false, false]);
  net.become({ ...BAD, cut: false });
  const both = await Promise.all([
    ada.host.meet(ada.meetPlan(ben, 'offer')),
    ben.host.meet(ben.meetPlan(ada, 'answer')),
  ]);
  expect(both.map(({ ok }) => ok)).toEqual([true, true]);
});

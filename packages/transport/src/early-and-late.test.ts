/** @waits */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { startProcess, type StoryProcess } from './testing/process.ts';
import { udpSocket } from './testing/stun.ts';

/** The native ICE agent gives up after 39.5 s: two of its lives, and some. */
const LATE_MS = 82_000;

const processes: StoryProcess[] = [];
const start = (...args: readonly string[]): StoryProcess => {
  const process = startProcess('meets', ...args);
  processes.push(process);
  return process;
};

afterEach(async () => {
  for (const process of processes.splice(0)) await process.kill();
});

async function freePort(): Promise<string> {
  const socket = await udpSocket();
  const { port } = socket.address();
  socket.close();
  return String(port);
}

async function story(early: 'offer' | 'answer', late: 'offer' | 'answer'): Promise<void> {
  const [mine, theirs] = [await freePort(), await freePort()];
  const ada = start(early, mine, theirs);
  await ada.next();
  await sleep(LATE_MS);
  for (let time = 0; time < 2; time++) {
    const ben = start(late, theirs, mine);
    await ben.next();
    expect(await Promise.all([ada.next(), ben.next()])).toEqual([{ met: early }, { met: late }]);
    await ben.kill();
  }
  ada.tell({ end: true });
  expect(await ada.ended).toBe(0);
}

test('Ada waits for minutes, whoever of the two offers; then Ben comes, is killed, and comes again', async () => {
  await Promise.all([story('offer', 'answer'), story('answer', 'offer')]);
}, 150_000);

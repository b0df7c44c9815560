import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import type { Connection } from './network.ts';
import { friend, type Friend } from './testing/cast.ts';
import { startProcess, type StoryProcess } from './testing/process.ts';
import { createWebRtcNetwork } from './web-rtc-network.ts';

const network = createWebRtcNetwork();
const secret = randomBytes(32);
const processes: StoryProcess[] = [];

const start = (...args: Parameters<typeof startProcess>): StoryProcess => {
  const process = startProcess(...args);
  processes.push(process);
  return process;
};
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

afterEach(async () => {
  for (const process of processes.splice(0)) await process.kill();
});
afterAll(() => network.shutdown());

async function dial(from: Friend, port: number, timeoutMs = 10_000): Promise<Connection> {
  const plan = from.dialPlan(from, {
    addresses: [{ host: '127.0.0.1', port }],
    fingerprint: undefined,
    timeoutMs,
  });
  const dialled = await from.host.dial(plan);
  if (!dialled.ok) throw new Error(dialled.error);
  return dialled.value;
}

async function echoes({ channel }: Connection): Promise<boolean> {
  const echo = firstValueFrom(channel.messages$);
  channel.send(Uint8Array.of(42));
  return (await echo)[0] === 42;
}

test('Ada is killed without goodbye and comes back on her port: Ben, who dialled meanwhile, gets through', async () => {
  const ben = await friend(network, secret);
  const first = start('listens', hex(secret));
  const { port } = (await first.next()) as { port: number };
  const before = await dial(ben, port);
  expect(await echoes(before)).toBe(true);
  await first.kill();
  const dialling = dial(ben, port, 20_000);
  await sleep(1_000);
  const second = start('listens', hex(secret), String(port));
  await second.next();
  expect(await echoes(await dialling)).toBe(true);
  expect(await echoes(await dial(ben, port))).toBe(true);
  before.abort();
  second.tell({ end: true });
  expect(await second.ended).toBe(0);
});

test('what is thrown in a callback of the native layer is an ordinary exception, not the end of the process', async () => {
  const ben = await friend(network, secret);
  const ada = start('listens', hex(secret), '0', 'admit failed');
  const { port } = (await ada.next()) as { port: number };
  await expect(dial(ben, port, 300)).rejects.toThrow('timed-out');
  expect(await ada.next()).toEqual({ uncaught: 'admit failed' });
  ada.tell({ end: true });
  expect(await ada.ended).toBe(0);
});

test('P63 no nonsense of any kind reaches the native local description, which would abort the process', async () => {
  const seeds = [1, 2, Math.floor(Math.random() * 2 ** 31)];
  for (const seed of seeds) {
    const fuzzer = start('fuzzes-peers', String(seed));
    const report = (await fuzzer.next()) as { begun: number; refused: number };
    expect({ seed, code: await fuzzer.ended }).toEqual({ seed, code: 0 });
    expect(report.begun).toBeGreaterThan(20);
    expect(report.refused).toBeGreaterThan(100);
  }
});

test('Eve misbehaves on the wire in every way she knows: each time she is cut off, and Ben still gets through', async () => {
  const ada = await friend(network, secret);
  ada.host.incoming$.subscribe(({ connection: { channel } }) => {
    // Nobody reads what Eve sends.
    expect(channel.open).toBeDefined();
  });
  const eve = start('misbehaves', hex(secret), String(ada.host.port));
  expect(await eve.next()).toEqual({ done: true });
  expect(await eve.ended).toBe(0);
  const ben = await friend(network, secret);
  const connection = await dial(ben, ada.host.port);
  expect(connection.remoteFingerprint).toEqual(ada.identity.fingerprint);
});

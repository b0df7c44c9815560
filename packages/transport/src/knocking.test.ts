import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from '@jest/globals';
import { MAX_UNFINISHED } from './knock-guard.rules.ts';
import { connected, friend } from './testing/cast.ts';
import { bindingRequest, sendTo, stunServer, udpSocket } from './testing/stun.ts';
import { createWebRtcNetwork } from './web-rtc-network.ts';

const network = createWebRtcNetwork();
const secret = randomBytes(32);
const DIALLER = 'd'.repeat(24);
const nameOf = (i: number): string => `bogus${i.toString(36)}`.padEnd(28, 'x');

afterAll(() => network.shutdown());

test('P64 a thousand bogus names create no connection, and a friend still gets through', async () => {
  const ada = await friend(network, secret);
  const ben = await friend(network, secret);
  const socket = await udpSocket();
  for (let i = 0; i < 1_000; i++) await sendTo(socket, bindingRequest(nameOf(i), DIALLER), ada.host.port);
  await connected(ben, ada);
  socket.close();
  expect(ada.knocks.length).toBeGreaterThan(500);
  expect(ada.incoming).toEqual([]);
});

test('P64 were they all let in, they would still not be a thousand connections; unfinished, they free their slots', async () => {
  const slots = new Set<string>();
  const ada = await friend(network, secret, {
    admit: ({ localUfrag, remoteUfrag }) => {
      slots.add(localUfrag);
      const password = 'p'.repeat(24);
      return {
        identity: ben.identity,
        local: { ufrag: localUfrag, password },
        remote: { ufrag: remoteUfrag, password },
        tag: '',
      };
    },
  });
  const ben = await friend(network, secret);
  // The native layer gives all packets of one source to the first connection it has with it, so Eve uses several.
  const sockets = await Promise.all(Array.from({ length: 20 }, udpSocket));
  for (let i = 0; i < 1_000; i++) {
    const socket = sockets[i % sockets.length]!;
    await sendTo(socket, bindingRequest(nameOf(i), DIALLER), ada.host.port);
    if (i % 50 === 0) await sleep(5);
  }
  await sleep(500);
  expect(slots.size).toBe(MAX_UNFINISHED);
  // No slot is free: Ben's knock is not even looked at, until the bogus ones have had their time.
  const password = 'p'.repeat(24);
  const names = { local: { ufrag: 'bens', password }, remote: { ufrag: 'adas', password } };
  const dialled = await ben.host.dial({
    ...ben.dialPlan(ada, { ...names, timeoutMs: 25_000 }),
    fingerprint: undefined,
  });
  expect(dialled.ok).toBe(true);
  expect(slots.size).toBe(MAX_UNFINISHED + 1);
  for (const socket of sockets) socket.close();
});

test('names that are no names, and packets that are no requests, reach nobody', async () => {
  const ada = await friend(network, secret);
  const ben = await friend(network, secret);
  const socket = await udpSocket();
  for (const [local, remote] of [
    ['', ''],
    ['abc', 'abcd'],
    ['with space', 'abcd'],
    ['näme', 'abcd'],
    ['abcd\0', 'abcd'],
    ['a'.repeat(257), 'abcd'],
    ['a-_b', 'abcd'],
  ] as const)
    await sendTo(socket, bindingRequest(local, remote), ada.host.port);
  for (let length = 0; length < 200; length++) await sendTo(socket, randomBytes(length), ada.host.port);
  const cut = bindingRequest(nameOf(0), DIALLER);
  for (let length = 0; length < cut.length; length++)
    await sendTo(socket, cut.subarray(0, length), ada.host.port);
  await connected(ben, ada);
  socket.close();
  expect(ada.knocks).toHaveLength(1);
});

test('Ada asks a STUN server where she is seen, and nobody when she has none', async () => {
  const seen = { host: '203.0.113.7', port: 61_234 };
  const server = await stunServer(seen);
  const opened = await network.openHost({
    bind: '127.0.0.1',
    port: 0,
    stun: ['not a server', `127.0.0.1:${server.port}`],
    admit: () => undefined,
  });
  if (!opened.ok) throw new Error(opened.error);
  const host = opened.value;
  const own = { host: '127.0.0.1', port: host.port };
  expect(host.addresses()).toEqual([own]);
  expect(server.asked).toEqual([]);
  expect(await host.discover()).toEqual([seen, own]);
  expect(host.addresses()).toEqual([seen, own]);
  expect(server.asked[0]).toEqual(own);
  const ben = await friend(network, secret);
  expect(await ben.host.discover()).toEqual([{ host: '127.0.0.1', port: ben.host.port }]);
  server.close();
});

import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from '@jest/globals';
import { lastValueFrom, toArray } from 'rxjs';
import { dialCredentials } from './credentials.ts';
import type { Network } from './network.ts';
import { connected, friend } from './testing/cast.ts';
import { createMemoryNetwork } from './testing/memory-network.ts';
import { simulatedOnRealTime } from './testing/simulated-on-real-time.ts';
import { createWebRtcNetwork } from './web-rtc-network.ts';

const networks: readonly (readonly [string, () => Network])[] = [
  ['memory', createMemoryNetwork],
  ['simulated', () => simulatedOnRealTime().machine('127.0.0.1')],
  ['WebRTC', createWebRtcNetwork],
];

/** Long enough for two retransmissions of a request that nobody should answer. */
const UNANSWERED_MS = 1_200;

describe.each(networks)('on the %s network', (_, create) => {
  const network = create();
  const secret = randomBytes(32);
  afterAll(() => network.shutdown());

  test('twenty friends dial Ada at once, and all get through', async () => {
    const ada = await friend(network, secret);
    const ben = await friend(network, secret);
    const both = await Promise.all(Array.from({ length: 20 }, () => connected(ben, ada)));
    for (const { near, far } of both) {
      expect(near.remoteFingerprint).toEqual(ada.identity.fingerprint);
      expect(far.remoteFingerprint).toEqual(ben.identity.fingerprint);
      expect([near.localFingerprint, far.localFingerprint]).toEqual([
        ben.identity.fingerprint,
        ada.identity.fingerprint,
      ]);
      expect(near.remote?.port).toBe(ada.host.port);
    }
    await Promise.all([ada.host.close(), ben.host.close()]);
    expect(both.every(({ near, far }) => !near.channel.open && !far.channel.open)).toBe(true);
  });

  test('a connection for bulk says so at both ends', async () => {
    const ada = await friend(network, secret);
    const ben = await friend(network, secret);
    const { near, far } = await connected(ben, ada, { kind: 'bulk', roundTripMs: 80, mtu: 1_400 });
    expect([near.kind, far.kind]).toEqual(['bulk', 'bulk']);
    const received = lastValueFrom(far.channel.messages$.pipe(toArray()));
    near.channel.send(new Uint8Array(200_000));
    await near.close();
    expect((await received).map(({ length }) => length)).toEqual([200_000]);
  });

  test('Eve does not know the password, or repeats a knock she saw: nobody answers', async () => {
    const ada = await friend(network, secret);
    const eve = await friend(network, secret);
    const names = dialCredentials(secret, Date.now(), randomBytes);
    const wrong = { ...names, local: { ...names.local, password: 'x'.repeat(24) }, timeoutMs: UNANSWERED_MS };
    expect(await eve.host.dial(eve.dialPlan(ada, wrong))).toEqual({ ok: false, error: 'timed-out' });
    const plan = eve.dialPlan(ada, { timeoutMs: UNANSWERED_MS });
    expect((await eve.host.dial(plan)).ok).toBe(true);
    expect(await eve.host.dial(plan)).toEqual({ ok: false, error: 'timed-out' });
    expect(ada.incoming).toHaveLength(1);
  });

  test('somebody else answers at Ada’s address: Ben notices by the certificate', async () => {
    const eve = await friend(network, secret);
    const ben = await friend(network, secret);
    const plan = ben.dialPlan(eve, { fingerprint: new Uint8Array(32) });
    expect(await ben.host.dial(plan)).toEqual({ ok: false, error: 'wrong-fingerprint' });
  });

  test('a plan that is none is refused, whatever is wrong with it', async () => {
    const ben = await friend(network, secret);
    const [local, remote] = [
      { ufrag: 'a\r\nb', password: 'x'.repeat(24) },
      { ufrag: 'abcd', password: 'short' },
    ];
    for (const wrong of [
      { addresses: [] },
      { local },
      { remote },
      { addresses: [{ host: 'localhost', port: 1 }] },
    ])
      expect(await ben.host.dial(ben.dialPlan(ben, wrong))).toEqual({ ok: false, error: 'bad-plan' });
  });

  test('a dial can be given up, by its caller or with its host', async () => {
    const ada = await friend(network, secret, { admit: () => undefined });
    const ben = await friend(network, secret);
    const abort = new AbortController();
    const dialling = ben.host.dial(ben.dialPlan(ada, { signal: abort.signal }));
    const meeting = ben.host.meet(ben.meetPlan(ada, 'offer'));
    abort.abort();
    expect(await dialling).toEqual({ ok: false, error: 'aborted' });
    expect(await ben.host.dial(ben.dialPlan(ada, { signal: abort.signal }))).toEqual({
      ok: false,
      error: 'aborted',
    });
    await ben.host.close();
    expect(await meeting).toEqual({ ok: false, error: 'host-closed' });
    expect(await ben.host.dial(ben.dialPlan(ada))).toEqual({ ok: false, error: 'host-closed' });
  });

  test('a port serves one host at a time; once closed it can be opened again, and dials begun before get through', async () => {
    const first = await friend(network, secret);
    const { port } = first.host;
    await expect(friend(network, secret, { port })).rejects.toThrow('port-taken');
    const ben = await friend(network, secret);
    await first.host.close();
    const dialling = ben.host.dial(ben.dialPlan(first, { fingerprint: undefined }));
    await sleep(100);
    const second = await friend(network, secret, { port });
    expect(second.host.port).toBe(port);
    expect((await dialling).ok).toBe(true);
    expect((await second.nextIncoming()).connection.remoteFingerprint).toEqual(ben.identity.fingerprint);
  });

  test.each(['offer', 'answer'] as const)('two meet, the one with the %s first', async (early) => {
    const ada = await friend(network, secret, { admit: () => undefined });
    const ben = await friend(network, secret, { admit: () => undefined });
    const waiting = ada.host.meet(ada.meetPlan(ben, early));
    await sleep(400);
    const met = await ben.host.meet(ben.meetPlan(ada, early === 'offer' ? 'answer' : 'offer'));
    const other = await waiting;
    if (!met.ok || !other.ok) throw new Error('they did not meet');
    expect(met.value.remote?.port).toBe(ada.host.port);
    expect(other.value.remote?.port).toBe(ben.host.port);
    const received = lastValueFrom(met.value.channel.messages$.pipe(toArray()));
    other.value.channel.send(Uint8Array.of(7));
    await other.value.close();
    expect(await received).toEqual([Uint8Array.of(7)]);
  });

  test('a meeting that nobody comes to ends in time', async () => {
    const ada = await friend(network, secret);
    const ben = await friend(network, secret, { admit: () => undefined });
    const plan = ada.meetPlan(ben, 'offer', { deadlineMs: UNANSWERED_MS });
    expect(await ada.host.meet(plan)).toEqual({ ok: false, error: 'timed-out' });
  });

  test('whoever meets again under the same names has lost the old connection', async () => {
    const ada = await friend(network, secret);
    const ben = await friend(network, secret);
    const meet = async (): Promise<boolean> => {
      const both = [ada.host.meet(ada.meetPlan(ben, 'offer')), ben.host.meet(ben.meetPlan(ada, 'answer'))];
      return (await Promise.all(both)).every(({ ok }) => ok);
    };
    expect(await meet()).toBe(true);
    expect(await meet()).toBe(true);
  });
});

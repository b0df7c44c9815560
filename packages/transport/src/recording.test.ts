import { randomBytes } from 'node:crypto';
import { afterAll, expect, test } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import { connected, friend } from './testing/cast.ts';
import { createMemoryNetwork, recordNetwork, type RecordedSend } from './testing/index.ts';

const memory = createMemoryNetwork();
const secret = randomBytes(32);
const sent: RecordedSend[] = [];
const network = recordNetwork(memory, (send) => sent.push(send));

afterAll(() => network.shutdown());

test('every message handed to a channel is told, by whoever opened the connection, and still arrives', async () => {
  const ada = await friend(network, secret);
  const ben = await friend(network, secret);
  const { near, far } = await connected(ben, ada, { kind: 'bulk' });
  near.channel.send(Uint8Array.of(1));
  expect(await firstValueFrom(far.channel.messages$)).toEqual(Uint8Array.of(1));
  const answer = Uint8Array.of(2);
  far.channel.send(answer);
  answer.fill(0);
  const meeting = ada.host.meet(ada.meetPlan(ben, 'offer'));
  const met = await ben.host.meet(ben.meetPlan(ada, 'answer'));
  if (!met.ok || !(await meeting).ok) throw new Error('they did not meet');
  met.value.channel.send(Uint8Array.of(3));
  await near.close();
  near.channel.send(Uint8Array.of(4));
  expect(sent).toEqual([
    { kind: 'bulk', direction: 'dialled', bytes: Uint8Array.of(1) },
    { kind: 'bulk', direction: 'incoming', bytes: Uint8Array.of(2) },
    { kind: 'control', direction: 'dialled', bytes: Uint8Array.of(3) },
  ]);
});

test('a silent port tells nobody anything, and what was held back arrives when it speaks again', async () => {
  const ada = await friend(memory, secret);
  const ben = await friend(memory, secret);
  const { near, far } = await connected(ben, ada);
  const heard: number[] = [];
  far.channel.messages$.subscribe(([byte]) => heard.push(byte!));
  memory.silence(ada.host.port);
  near.channel.send(Uint8Array.of(7));
  expect(await ben.host.dial(ben.dialPlan(ada, { timeoutMs: 50 }))).toEqual({
    ok: false,
    error: 'timed-out',
  });
  expect([heard, far.channel.open]).toEqual([[], true]);
  memory.restore(ada.host.port);
  await near.close();
  expect(heard).toEqual([7]);
});

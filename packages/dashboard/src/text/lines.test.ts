import { expect, test } from '@jest/globals';
import { REASONS, type NodeEvent, type Reason, type Removal, type Transfer } from '../api-types.ts';
import { words } from '../words.ts';
import { eventLine, shellOf } from './event-line.rules.ts';
import { rates, transferLine } from './transfer-line.rules.ts';

const bare = (text: string): string => text.replace(/[\u2068\u2069]/g, '');
const Ada = { id: 'aa', name: 'Ada' };
const Kay = { id: 'bb', name: 'Kay' };
const shell = { id: 'cc', name: 'Raid night' };
const transfer: Transfer = {
  mod: 'Starlight Robe',
  member: Ada,
  direction: 'receiving',
  bytes: 4_000_000,
  total: 10_000_000,
  bytesPerSecond: 2_100_000,
  etaSeconds: 12,
  state: 'transferring',
  reason: null,
};

test('what moves is one sentence with what people ask next', () => {
  const line = transferLine(transfer);
  expect(bare(line.sentence)).toBe('Receiving Starlight Robe from Ada');
  expect(line).toMatchObject({
    tone: 'moving',
    percent: 40,
    details: ['40 %', '2.1 MB/s', '12 s left', '4.0 MB of 10.0 MB'],
  });
  expect(bare(transferLine({ ...transfer, direction: 'sending' }).sentence)).toBe(
    'Sending Starlight Robe to Ada',
  );
});

test('waiting for somebody to come near is no failure', () => {
  const line = transferLine({ ...transfer, state: 'waiting-for-range', bytes: 0 });
  expect(line.tone).toBe('waiting');
  expect(bare(line.sentence)).toBe('Starlight Robe waits until Ada stands near you');
  expect(line.details).toEqual(['10.0 MB']);
});

test('a turn is waited for, here or at the other end, and nothing looks wrong', () => {
  for (const reason of ['queued', 'busy'] as const) {
    const line = transferLine({ ...transfer, state: 'waiting', reason });
    expect([line.tone, bare(line.sentence)]).toEqual(['waiting', 'Starlight Robe from Ada waits its turn']);
    expect(line.details).toEqual(['40 % is here already']);
  }
  const sending = transferLine({ ...transfer, direction: 'sending', state: 'waiting', reason: 'queued' });
  expect(bare(sending.sentence)).toBe('Starlight Robe to Ada waits its turn');
  expect(sending.details).toEqual(['4.0 MB of 10.0 MB']);
  const other = transferLine({ ...transfer, state: 'waiting', reason: null });
  expect(bare(other.sentence)).toBe('Starlight Robe from Ada is about to start');
});

test('what waits for another reason says which', () => {
  for (const [reason, said] of [
    ['paused', 'Your friend has paused sharing with you.'],
    ['channel-lost', 'The connection was lost. It is tried again.'],
  ] as const) {
    const line = transferLine({ ...transfer, state: 'waiting', reason });
    expect([line.tone, bare(line.sentence)]).toEqual(['waiting', 'Starlight Robe from Ada waits']);
    expect(line.details).toEqual([said, '40 % is here already']);
  }
});

test('what waits for our word says so, how big it is and why', () => {
  const line = transferLine({ ...transfer, state: 'held', reason: 'too-big', bytes: 0 });
  expect([line.tone, bare(line.sentence)]).toEqual(['held', 'Starlight Robe from Ada waits for your word']);
  expect(line.details).toEqual(['It is bigger than you take unasked.', '10.0 MB']);
});

test('what stands still says why, also with a reason that this page does not know yet', () => {
  expect(transferLine({ ...transfer, state: 'paused', reason: 'user' }).details[0]).toBe('You paused it.');
  const failed = transferLine({ ...transfer, state: 'failed', reason: 'brand-new' as Reason });
  expect(failed.tone).toBe('failed');
  expect(bare(failed.details[0] ?? '')).toBe('Reason: brand-new');
});

test('every reason that a node can give is a sentence of our own, and no sentence is for none', () => {
  expect(Object.keys(words.reasons).sort()).toEqual([...REASONS].sort());
  for (const sentence of Object.values(words.reasons)) expect(sentence).toMatch(/^\p{Lu}[^{}]{10,}\.$/u);
});

test('only what moves counts towards the rates', () => {
  const waiting: Transfer = { ...transfer, state: 'waiting-for-range' };
  expect(rates([transfer, { ...transfer, direction: 'sending', bytesPerSecond: 5 }, waiting])).toEqual({
    up: 5,
    down: 2_100_000,
  });
});

const removal: Removal = {
  id: 'dd',
  target: Kay,
  by: Ada,
  at: 0,
  reason: '',
  signatures: 1,
  signers: [Ada],
  needed: 2,
  state: 'proposed',
};

test('everything a node can tell reads as a sentence', () => {
  const events: readonly NodeEvent[] = [
    { event: 'ready', page: null, pid: 1, home: '/h' },
    { event: 'joined', shell, member: Kay },
    { event: 'left', shell, member: Kay },
    { event: 'removed', shell, member: Kay },
    { event: 'online', shell, member: Kay },
    { event: 'offline', shell, member: Kay },
    { event: 'lease', shell, state: 'expired' },
    { event: 'lease', shell, state: 'renewed' },
    { event: 'removed-me', shell },
    { event: 'back', shell },
    { event: 'removal', shell, removal },
    { event: 'removal', shell, removal: { ...removal, state: 'settling' } },
    { event: 'removal', shell, removal: { ...removal, state: 'removed' } },
    { event: 'removal', shell, removal: { ...removal, state: 'expired' } },
    { event: 'host', shell, host: Ada },
    { event: 'host', shell, host: null },
    { event: 'received', shell, mod: 'Robe', member: Ada, path: '/p' },
    { event: 'held', shell, mod: 'Robe', hash: 'ee', member: Ada, bytes: 5 },
  ];
  expect(events.map((event) => `${eventLine(event).kind}: ${bare(eventLine(event).sentence)}`)).toEqual([
    'host: FyteClub is ready.',
    'people: Kay joined.',
    'people: Kay left.',
    'people: Kay was removed.',
    'people: Kay is online.',
    'people: Kay is offline.',
    'people: Your place in the group has lapsed.',
    'people: Your place in the group is renewed.',
    'people: You were removed.',
    'people: You are in after all: whoever removed you was out by then.',
    'votes: Ada proposes to remove Kay.',
    'votes: The vote to remove Kay is carried.',
    'votes: The vote to remove Kay is final.',
    'votes: The proposal to remove Kay ran out.',
    'host: Ada hosts.',
    'host: There is no host yet.',
    'mods: Robe from Ada is complete.',
    'mods: Robe from Ada is big and waits for your word.',
  ]);
  const [me, ...about] = events.map((event) => eventLine(event).who);
  expect(me).toBeUndefined();
  expect(about.map((who) => who?.name ?? '-').join(' ')).toBe(
    'Kay Kay Kay Kay Kay - - - - Kay Kay Kay Kay Ada - Ada Ada',
  );
  expect(about.map((who) => who?.id ?? '-').join(' ')).toBe('bb bb bb bb bb - - - - bb bb bb bb aa - aa aa');
  expect(events.map(shellOf)).toEqual([undefined, ...events.slice(1).map(() => shell)]);
});

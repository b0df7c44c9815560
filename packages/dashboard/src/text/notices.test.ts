import { expect, test } from '@jest/globals';
import type { NodeEvent, Removal, Transfer } from '../api-types.ts';
import { failuresIn, noticeOf, type Reader } from './notices.rules.ts';

const bare = (text: string | undefined): string | undefined => text?.replace(/[\u2068\u2069]/g, '');
const [Ada, Kay, me] = ['Ada', 'Kay', 'Me'].map((name) => ({ id: name.toLowerCase(), name })) as [
  Removal['target'],
  Removal['target'],
  Removal['target'],
];
const shell = { id: 'cc', name: 'Raid night' };
const reader: Reader = { mine: new Set(['me']), muted: new Set(), picked: new Set() };
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
const says = (event: NodeEvent, who: Partial<Reader> = {}): string | undefined =>
  bare(noticeOf(event, { ...reader, ...who })?.body);

test('who joins is told, and who is online only if somebody picked them', () => {
  const online: NodeEvent = { event: 'online', shell, member: Kay };
  expect(says({ event: 'joined', shell, member: Kay })).toBe('Kay joined.');
  expect(says({ event: 'joined', shell, member: me })).toBeUndefined();
  expect(says(online)).toBeUndefined();
  expect(says(online, { picked: new Set(['ada']) })).toBeUndefined();
  expect(says(online, { picked: new Set(['kay']) })).toBe('Kay is online.');
  expect(noticeOf({ event: 'joined', shell, member: Kay }, reader)?.title).toBe('Raid night · FyteClub');
});

test('a vote is told while it needs our signature, once for each', () => {
  const told = (change: Partial<Removal>): string | undefined =>
    says({ event: 'removal', shell, removal: { ...removal, ...change } });
  expect(told({})).toBe('Ada proposes to remove Kay. It needs your signature.');
  expect(told({ signers: [Ada, me] })).toBeUndefined();
  expect(told({ target: me })).toBeUndefined();
  for (const state of ['settling', 'removed', 'expired', 'void'] as const)
    expect(told({ state })).toBeUndefined();
  expect(noticeOf({ event: 'removal', shell, removal }, reader)?.tag).toBe('removal dd');
});

test('a mod that waits for our word is told, and of a muted friend not', () => {
  const held: NodeEvent = { event: 'held', shell, mod: 'Robe', hash: 'ee', member: Ada, bytes: 5 };
  expect(says(held)).toBe('Robe from Ada is big and waits for your word.');
  expect(noticeOf(held, reader)?.tag).toBe('held ee');
  expect(says(held, { muted: new Set(['ada']) })).toBeUndefined();
});

test('nothing else is told, and of a muted friend nothing at all', () => {
  for (const event of ['left', 'removed', 'offline'] as const)
    expect(says({ event, shell, member: Kay })).toBeUndefined();
  expect(says({ event: 'host', shell, host: Ada })).toBeUndefined();
  expect(says({ event: 'received', shell, mod: 'Robe', member: Ada, path: '/p' })).toBeUndefined();
  const muted = { muted: new Set(['kay']), picked: new Set(['kay']) };
  for (const event of ['joined', 'online'] as const)
    expect(says({ event, shell, member: Kay }, muted)).toBeUndefined();
  expect(says({ event: 'removal', shell, removal }, muted)).toBeUndefined();
});

test('names act on nothing in a notice either', () => {
  const eve = { id: 'eve', name: '\u202eevE\n\u001b[31m' };
  expect(says({ event: 'joined', shell: { ...shell, name: '\u202eRaid' }, member: eve })).toBe(
    'evE [31m joined.',
  );
});

test('a transfer that fails is told when it does, and not again', () => {
  const going: Transfer = {
    mod: 'Robe',
    member: Ada,
    direction: 'receiving',
    bytes: 1,
    total: 2,
    bytesPerSecond: 1,
    etaSeconds: 1,
    state: 'transferring',
    reason: null,
  };
  const failed: Transfer = { ...going, state: 'failed', reason: 'bad-chunk' };
  const told = (before: readonly Transfer[], muted = new Set<string>()) =>
    failuresIn(shell, before, [failed, { ...going, mod: 'Hat' }], { muted }).map(({ body }) => bare(body));
  expect(told([going])).toEqual(['Robe from Ada did not arrive']);
  expect(told([failed])).toEqual([]);
  expect(told([])).toEqual([]);
  expect(told([{ ...going, mod: 'Hat' }])).toEqual([]);
  expect(told([going], new Set(['ada']))).toEqual([]);
});

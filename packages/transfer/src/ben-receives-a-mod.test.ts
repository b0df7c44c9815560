import { expect, test } from '@jest/globals';
import { accepted, begin, far, lost, near, open } from './testing/session.ts';

test('asks, opens a bulk channel, moves, installs, is complete', () => {
  const ben = begin();
  expect(ben.heard()).toEqual(['REQUEST']);
  expect(ben.status()).toMatchObject({ state: 'waiting', reason: null });
  ben.tell(accepted);
  expect(ben.heard()).toEqual(['OPEN_BULK']);
  ben.tell(open);
  expect(ben.heard()).toEqual(['START']);
  ben.tell({ type: 'PROGRESS', bytes: 60 });
  expect(ben.status()).toEqual({ state: 'transferring', reason: null, bytes: 60, total: 100 });
  ben.tell({ type: 'DONE' });
  expect(ben.heard()).toEqual(['INSTALL']);
  ben.tell({ type: 'INSTALLED' });
  expect(ben.status()).toEqual({ state: 'complete', reason: null, bytes: 100, total: 100 });
  expect(ben.heard()).toEqual([]);
});

test('P55 nothing is asked before both see each other, and past range everything stops', () => {
  const ben = begin({ sight: far });
  expect([ben.heard(), ben.status().state]).toEqual([[], 'waiting-for-range']);
  ben.tell({ type: 'SIGHT', sight: { mine: false, theirs: true } });
  expect(ben.heard()).toEqual([]);
  ben.tell({ type: 'SIGHT', sight: near }, accepted, open);
  expect(ben.heard()).toEqual(['REQUEST', 'OPEN_BULK', 'START']);
  ben.tell({ type: 'SIGHT', sight: near });
  expect(ben.heard()).toEqual([]);
  ben.tell({ type: 'SIGHT', sight: far });
  expect([ben.heard(), ben.status().state]).toEqual([['ABORT'], 'waiting-for-range']);
  ben.tell({ type: 'SIGHT', sight: near });
  expect(ben.heard()).toEqual(['REQUEST']);
});

test('a lost channel is tried again, later and later, at once when the mod is offered again', () => {
  const ben = begin();
  for (const pause of [1000, 2000, 4000]) {
    ben.tell(accepted, open, lost);
    expect(ben.heard()).toEqual(['REQUEST', 'OPEN_BULK', 'START', 'ABORT']);
    expect(ben.status()).toMatchObject({ state: 'waiting', reason: 'channel-lost' });
    ben.clock.increment(pause - 1);
    expect(ben.heard()).toEqual([]);
    ben.clock.increment(1);
  }
  ben.tell(accepted, open, { type: 'PROGRESS', bytes: 1 }, lost);
  ben.heard();
  ben.clock.increment(1000);
  expect(ben.heard()).toEqual(['REQUEST']);
  ben.tell({ type: 'REFUSED', code: 'not-shared' }, { type: 'OFFERED' });
  expect(ben.heard()).toEqual(['REQUEST']);
});

test('no answer, no bulk channel and a stall are noticed', () => {
  const ben = begin();
  ben.clock.increment(15_000);
  expect(ben.status().reason).toBe('no-answer');
  ben.clock.increment(1_000);
  ben.tell(accepted);
  ben.heard();
  ben.clock.increment(45_000);
  expect([ben.status().reason, ben.heard()]).toEqual(['no-bulk', ['ABORT']]);
  ben.clock.increment(2_000);
  ben.tell(accepted, open);
  for (let i = 1; i < 5; i++) {
    ben.clock.increment(20_000);
    ben.tell({ type: 'PROGRESS', bytes: i });
  }
  expect(ben.status()).toMatchObject({ state: 'transferring', bytes: 4 });
  ben.clock.increment(30_000);
  expect(ben.status()).toMatchObject({ state: 'waiting', reason: 'stalled' });
});

test('a peer that breaks the rules again and again is given up, and the user can try again', () => {
  const ben = begin();
  for (let i = 0; i < 5; i++) {
    ben.tell(accepted, open, { type: 'LOST', code: 'bad-chunk' });
    expect(ben.status().state).toBe('waiting');
    ben.clock.increment(60_000);
  }
  ben.tell(accepted, open, { type: 'LOST', code: 'bad-chunk' });
  expect(ben.status()).toMatchObject({ state: 'failed', reason: 'bad-chunk' });
  ben.heard();
  ben.tell({ type: 'RESUME' });
  expect(ben.heard()).toEqual(['REQUEST']);
});

test('P54 a manifest that may not be written is not asked for twice', () => {
  const ben = begin();
  ben.tell(accepted, open, { type: 'LOST', code: 'path-parent' });
  expect(ben.status()).toMatchObject({ state: 'failed', reason: 'path-parent' });
});

test('P82 a full disk pauses with its reason, and goes on by itself or when told', () => {
  const ben = begin();
  ben.tell(accepted, open, { type: 'DISK_FULL' });
  expect(ben.status()).toMatchObject({ state: 'paused', reason: 'disk-full' });
  expect(ben.heard()).toEqual(['REQUEST', 'OPEN_BULK', 'START', 'ABORT']);
  ben.clock.increment(60_000);
  expect(ben.heard()).toEqual(['REQUEST']);
  ben.tell(accepted, open, { type: 'DISK_FULL' });
  ben.heard();
  ben.tell({ type: 'RESUME' });
  expect(ben.heard()).toEqual(['REQUEST']);
  ben.tell(accepted, open, { type: 'DONE' }, { type: 'INSTALL_FAILED', code: 'disk-full' });
  expect(ben.status()).toMatchObject({ state: 'paused', reason: 'disk-full' });
});

test('a pause holds through range, and after resuming it asks for what is missing', () => {
  const ben = begin();
  ben.tell(accepted, open, { type: 'PAUSE' });
  expect(ben.heard()).toEqual(['REQUEST', 'OPEN_BULK', 'START', 'ABORT']);
  expect(ben.status()).toMatchObject({ state: 'paused', reason: 'user' });
  ben.tell({ type: 'SIGHT', sight: far }, { type: 'SIGHT', sight: near }, { type: 'OFFERED' });
  expect(ben.heard()).toEqual([]);
  ben.tell({ type: 'RESUME' });
  expect(ben.heard()).toEqual(['REQUEST']);
  expect(begin({ paused: true }).status().state).toBe('paused');
  const away = begin({ sight: far });
  away.tell({ type: 'PAUSE' });
  expect(away.status().state).toBe('paused');
});

test('what is bigger than its user takes unasked is held, wherever friends stand, and let through for good', () => {
  const ben = begin({ held: true, sight: far });
  expect(ben.status()).toMatchObject({ state: 'held', reason: 'too-big' });
  ben.tell({ type: 'SIGHT', sight: near }, { type: 'OFFERED' }, { type: 'PAUSE' }, { type: 'RESUME' });
  expect([ben.heard(), ben.status().state]).toEqual([[], 'held']);
  ben.tell({ type: 'RELEASED' });
  expect([ben.heard(), ben.status()]).toEqual([
    ['REQUEST'],
    { state: 'waiting', reason: null, bytes: 0, total: 100 },
  ]);
  ben.tell(accepted, open, { type: 'DONE' }, { type: 'INSTALLED' }, { type: 'MISSING' });
  expect(ben.heard()).toEqual(['OPEN_BULK', 'START', 'INSTALL', 'REQUEST']);
});

test('what was paused while it was held stays paused when it is let through', () => {
  const ben = begin({ held: true });
  ben.tell({ type: 'PAUSE' }, { type: 'RELEASED' });
  expect([ben.heard(), ben.status()]).toMatchObject([[], { state: 'paused', reason: 'user' }]);
});

test('where it is not its turn it waits, and asks as soon as it is', () => {
  const ben = begin({ turn: false });
  expect([ben.heard(), ben.status()]).toMatchObject([[], { state: 'waiting', reason: 'queued' }]);
  ben.tell({ type: 'TURN', mine: true });
  expect([ben.heard(), ben.status().reason]).toEqual([['REQUEST'], null]);
  ben.tell({ type: 'TURN', mine: false }, accepted);
  expect([ben.heard(), ben.status().reason]).toEqual([[], 'queued']);
  ben.tell({ type: 'TURN', mine: true }, accepted, open, { type: 'TURN', mine: true });
  expect(ben.heard()).toEqual(['REQUEST', 'OPEN_BULK', 'START']);
  ben.tell({ type: 'PROGRESS', bytes: 60 }, { type: 'TURN', mine: false });
  expect(ben.heard()).toEqual(['ABORT']);
  expect(ben.status()).toEqual({ state: 'waiting', reason: 'queued', bytes: 60, total: 100 });
});

test('whoever was turned away asks again when the mod is offered again, if it is its own turn too', () => {
  const ben = begin();
  ben.tell({ type: 'REFUSED', code: 'busy' });
  ben.heard();
  expect(ben.status()).toMatchObject({ state: 'waiting', reason: 'busy' });
  ben.tell({ type: 'TURN', mine: false }, { type: 'OFFERED' });
  expect([ben.heard(), ben.status().reason]).toEqual([[], 'queued']);
  ben.tell({ type: 'TURN', mine: true });
  expect(ben.heard()).toEqual(['REQUEST']);
});

test('a folder that is in use is tried again without asking the peer', () => {
  const ben = begin();
  ben.tell(accepted, open, { type: 'DONE' });
  ben.heard();
  ben.tell({ type: 'SIGHT', sight: far }, { type: 'INSTALL_FAILED', code: 'folder-in-use' });
  expect(ben.status()).toMatchObject({ state: 'waiting', reason: 'folder-in-use' });
  ben.clock.increment(1_000);
  expect(ben.heard()).toEqual(['INSTALL']);
  for (let i = 0; i < 8; i++) {
    ben.tell({ type: 'INSTALL_FAILED', code: 'disk-error' });
    ben.clock.increment(60_000);
  }
  expect(ben.status()).toMatchObject({ state: 'failed', reason: 'disk-error' });
});

test('P81 a version that went stale is over; the same one offered again is asked for again', () => {
  const ben = begin();
  ben.tell(accepted, open, { type: 'STALE' });
  expect(ben.status()).toMatchObject({ state: 'waiting', reason: 'stale' });
  expect(ben.heard()).toEqual(['REQUEST', 'OPEN_BULK', 'START', 'ABORT']);
  ben.tell({ type: 'OFFERED' });
  expect(ben.heard()).toEqual(['REQUEST']);
});

test('a received folder that vanished is asked for again', () => {
  const ben = begin();
  ben.tell(accepted, open, { type: 'DONE' }, { type: 'INSTALLED' });
  ben.heard();
  ben.tell({ type: 'MISSING' });
  expect(ben.heard()).toEqual(['REQUEST']);
});

import { expect, test } from '@jest/globals';
import { accepted, begin, far, half, lost, near, open, requested } from './testing/session.ts';

test('waits to be asked, accepts, moves, is complete when the receiver says so', () => {
  const ada = begin({ direction: 'outbound' });
  expect([ada.heard(), ada.status().state]).toEqual([[], 'waiting']);
  ada.tell(requested);
  expect(ada.last()).toEqual({ type: 'ACCEPT', transfer: half });
  ada.heard();
  ada.tell(open, { type: 'PROGRESS', bytes: 100 }, { type: 'DONE' });
  expect([ada.heard(), ada.status().state]).toEqual([['START'], 'complete']);
  ada.tell(requested);
  expect(ada.heard()).toEqual(['ACCEPT']);
});

test('P55 refuses out of range, and nothing moves', () => {
  const ada = begin({ direction: 'outbound', sight: far });
  ada.tell(requested);
  expect(ada.last()).toEqual({ type: 'REFUSE', transfer: half, code: 'out-of-range' });
  ada.tell({ type: 'SIGHT', sight: near }, requested, open);
  ada.heard();
  ada.tell({ type: 'SIGHT', sight: { mine: false, theirs: true } });
  expect(ada.heard()).toEqual(['ABORT']);
  ada.tell({ type: 'SIGHT', sight: near }, requested, open, { type: 'DONE' }, { type: 'SIGHT', sight: far });
  ada.heard();
  ada.tell(requested);
  expect(ada.last()).toMatchObject({ type: 'REFUSE', code: 'out-of-range' });
});

test('refuses while paused and after a failure', () => {
  const paused = begin({ direction: 'outbound', paused: true });
  paused.tell(requested);
  expect(paused.last()).toMatchObject({ type: 'REFUSE', code: 'paused' });
  const failed = begin({ direction: 'outbound' });
  failed.tell(requested, open, { type: 'LOST', code: 'not-sorted' }, requested);
  expect(failed.last()).toMatchObject({ type: 'REFUSE', code: 'not-shared' });
  const complete = begin({ direction: 'outbound' });
  complete.tell(requested, open, { type: 'DONE' }, { type: 'PAUSE' }, requested);
  expect(complete.last()).toMatchObject({ type: 'REFUSE', code: 'paused' });
});

test('says that it is busy where it is not its turn, stops when its turn is over, and goes on later', () => {
  const ada = begin({ direction: 'outbound', turn: false });
  ada.tell(requested);
  expect(ada.last()).toEqual({ type: 'REFUSE', transfer: half, code: 'busy' });
  expect(ada.status()).toMatchObject({ state: 'waiting', reason: 'queued' });
  ada.tell({ type: 'TURN', mine: true }, requested, open);
  expect(ada.heard()).toEqual(['REFUSE', 'ACCEPT', 'START']);
  ada.tell({ type: 'TURN', mine: false }, lost, requested);
  expect(ada.heard()).toEqual(['ABORT', 'REFUSE']);
  expect([ada.state(), ada.status().reason]).toEqual(['near:offered', 'queued']);
  ada.tell({ type: 'TURN', mine: true });
  expect(ada.status().reason).toBeNull();
  const complete = begin({ direction: 'outbound' });
  complete.tell(requested, open, { type: 'DONE' }, { type: 'TURN', mine: false }, requested);
  expect(complete.last()).toMatchObject({ type: 'REFUSE', code: 'busy' });
});

test('P81 looks at the folder again when it went stale, and serves it if it turns out to be the same', () => {
  const ada = begin({ direction: 'outbound' });
  ada.tell(requested, open, { type: 'STALE' });
  expect(ada.heard()).toEqual(['ACCEPT', 'START', 'ABORT', 'RESCAN']);
  ada.tell({ type: 'SIGHT', sight: far }, requested);
  expect(ada.last()).toMatchObject({ type: 'REFUSE', code: 'out-of-range' });
  ada.heard();
  ada.tell({ type: 'SIGHT', sight: near }, requested, open);
  expect(ada.heard()).toEqual(['ACCEPT', 'START']);
});

test('a receiver that restarted and asks anew gets a new transfer, and the old one is cut first', () => {
  const ada = begin({ direction: 'outbound' });
  ada.tell(requested, open);
  ada.heard();
  ada.tell({ type: 'REQUESTED', transfer: '0b'.repeat(16) });
  expect(ada.heard()).toEqual(['ABORT', 'ACCEPT']);
});

test('after a lost channel it waits to be asked again', () => {
  const ada = begin({ direction: 'outbound' });
  ada.tell(requested, open, lost);
  expect(ada.state()).toBe('near:offered');
  ada.tell(requested);
  expect(ada.last()).toMatchObject({ type: 'ACCEPT' });
});

test.each(['inbound', 'outbound'] as const)(
  'P56 a member removed mid-transfer: %s stops at once and for good',
  (direction) => {
    const session = begin({ direction });
    session.tell(direction === 'inbound' ? accepted : requested, open);
    session.heard();
    session.tell({ type: 'WITHDRAWN', code: 'member-removed' });
    expect(session.heard()).toEqual(['ABORT']);
    expect(session.status()).toMatchObject({ state: 'failed', reason: 'member-removed' });
    session.tell({ type: 'RESUME' }, { type: 'OFFERED' }, requested, { type: 'SIGHT', sight: near });
    expect(session.heard()).toEqual([]);
  },
);

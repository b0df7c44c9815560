import { describe, expect, test } from '@jest/globals';
import { createActor, SimulatedClock } from 'xstate';
import { transferSessionMachine } from './transfer-session.machine.ts';
import { transferStatus } from './transfer-status.ts';
import type {
  TransferSessionEmitted,
  TransferSessionEvent,
  TransferSessionInput,
} from './transfer-session.types.ts';
import { ben } from './testing/mods.ts';

const near = { mine: true, theirs: true };
const far = { mine: true, theirs: false };
const half = '0a'.repeat(16);

function begin(input: Partial<TransferSessionInput> = {}) {
  const clock = new SimulatedClock();
  const said: TransferSessionEmitted[] = [];
  const actor = createActor(transferSessionMachine, {
    clock,
    input: {
      peer: ben.memberId,
      mod: 'ab'.repeat(32),
      name: 'Robe',
      direction: 'inbound',
      total: 100,
      sight: near,
      paused: false,
      turn: true,
      ...input,
    },
  });
  actor.on('*', (event) => said.push(event));
  actor.start();
  const tell = (...events: TransferSessionEvent[]): void => {
    for (const event of events) actor.send(event);
  };
  return {
    clock,
    tell,
    heard: () => said.splice(0).map(({ type }) => type),
    last: () => said.at(-1),
    status: () => transferStatus(actor.getSnapshot()),
    state: () => JSON.stringify(actor.getSnapshot().value).replace(/["{}]/g, ''),
  };
}

const accepted: TransferSessionEvent = { type: 'ACCEPTED' };
const open: TransferSessionEvent = { type: 'BULK_OPEN' };
const lost: TransferSessionEvent = { type: 'LOST', code: 'channel-lost' };
const requested: TransferSessionEvent = { type: 'REQUESTED', transfer: half };

describe('receiving', () => {
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
});

describe('sending', () => {
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
    ada.tell(
      { type: 'SIGHT', sight: near },
      requested,
      open,
      { type: 'DONE' },
      { type: 'SIGHT', sight: far },
    );
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

import { describe, expect, test } from '@jest/globals';
import { Subject } from 'rxjs';
import { createActor, fromEventObservable, SimulatedClock, type Actor } from 'xstate';
import { inviteKeys } from './invite-keys.ts';
import { reconnectMachine } from './reconnect.machine.ts';
import type { ReconnectEmitted, ReconnectEvent, ReconnectInput } from './reconnect.types.ts';
import { createCoverage, person, seededRandom } from './testing/index.ts';

const ben = person('Ben');
const peer = { member: ben.id, kx: ben.ring.kxPublic, instance: ben.instance };
const quoted = {
  invite: inviteKeys(seededRandom('invite')(16)).id,
  proof: new Uint8Array(64),
  consent: new Uint8Array(64),
  transcript: new Uint8Array(32),
};
const cameBack: ReconnectEvent = { type: 'PROVEN', purpose: 'reconnect', ...peer };
const asksToJoin: ReconnectEvent = { type: 'PROVEN', purpose: 'join', ...peer, join: quoted };
const letIn: ReconnectEvent = { type: 'PROVEN', purpose: 'join', ...peer };
const MEMBER: ReconnectEvent = { type: 'MEMBERSHIP', member: true, removed: false };
const STRANGER: ReconnectEvent = { type: 'MEMBERSHIP', member: false, removed: false };
const REMOVED: ReconnectEvent = { type: 'MEMBERSHIP', member: false, removed: true };
const coverage = createCoverage(reconnectMachine);

interface Story {
  readonly actor: Actor<typeof reconnectMachine>;
  readonly emitted: readonly ReconnectEmitted[];
  tell(
    ...events: readonly (
      ReconnectEvent | 'FRAME_RECEIVED' | 'ADMITTED' | 'WELCOMED' | 'SYNCED' | 'CHANNEL_LOST'
    )[]
  ): Story;
  wait(ms: number): Story;
  readonly state: unknown;
}

function story(role: ReconnectInput['role']): Story {
  const clock = new SimulatedClock();
  const actor = createActor(reconnectMachine, { clock, input: { role }, inspect: coverage.inspect });
  const emitted: ReconnectEmitted[] = [];
  actor.on('*', (event) => emitted.push(event));
  actor.start();
  const told: Story = {
    actor,
    emitted,
    tell: (...events) => {
      for (const event of events) actor.send(typeof event === 'string' ? { type: event } : event);
      return told;
    },
    wait: (ms) => {
      clock.increment(ms);
      return told;
    },
    get state() {
      return actor.getSnapshot().value;
    },
  };
  return told;
}
const proving = (role: ReconnectInput['role']): Story => story(role).tell('FRAME_RECEIVED');

describe('a connection counts', () => {
  test.each(['initiator', 'responder'] as const)(
    'after proof, sync and a second look, for the %s',
    (role) => {
      const told = proving(role).tell('FRAME_RECEIVED', cameBack);
      expect(told.state).toBe('syncing');
      expect(told.tell('SYNCED').state).toBe('confirming');
      expect(told.tell(MEMBER).state).toBe('connected');
      expect(told.emitted).toEqual([
        { type: 'START_HANDSHAKE' },
        { type: 'SYNC', member: ben.id },
        { type: 'CHECK_MEMBERSHIP', member: ben.id },
        { type: 'CONNECTED', member: ben.id, instance: ben.instance },
      ]);
      expect(told.tell(MEMBER).state).toBe('connected');
      expect(told.emitted.filter(({ type }) => type === 'CONNECTED')).toHaveLength(1);
    },
  );

  test('for whoever lets a joiner in, only after the admission is stored', () => {
    const told = proving('responder').tell(asksToJoin);
    expect(told.state).toBe('admitting');
    expect(told.emitted.at(-1)).toEqual({ type: 'ADMIT', ...peer, ...quoted });
    expect(told.tell('ADMITTED', 'SYNCED', MEMBER).state).toBe('connected');
  });

  test('P94 for the joiner, only after the welcome proved to be of the right group', () => {
    const told = proving('initiator').tell(letIn);
    expect(told.state).toBe('welcoming');
    expect(told.tell('SYNCED', MEMBER).state).toBe('welcoming');
    expect(told.tell('WELCOMED', 'SYNCED', MEMBER).state).toBe('connected');
  });
});

describe('a connection is refused', () => {
  test.each<[string, string, Story]>([
    [
      'before the first proof',
      'wrong-shell',
      story('responder').tell({ type: 'DENIED', code: 'wrong-shell' }),
    ],
    [
      'by the handshake',
      'token-expired',
      proving('initiator').tell({ type: 'DENIED', code: 'token-expired' }),
    ],
    [
      'by the admission',
      'invite-used',
      proving('responder').tell(asksToJoin, { type: 'REFUSED', code: 'invite-used' }),
    ],
    [
      'P94 by the joiner, whom the welcome does not convince',
      'wrong-genesis',
      proving('initiator').tell(letIn, { type: 'REFUSED', code: 'wrong-genesis' }),
    ],
    [
      'because the sync brought a tombstone',
      'removed',
      proving('responder').tell(cameBack, 'SYNCED', REMOVED),
    ],
    [
      'because the sync brought a leave',
      'not-a-member',
      proving('responder').tell(cameBack, 'SYNCED', STRANGER),
    ],
    ['later, by a removal', 'removed', proving('responder').tell(cameBack, 'SYNCED', MEMBER, REMOVED)],
  ])('%s', (_, code, told) => {
    expect(told.state).toBe('denied');
    expect(told.emitted.at(-1)).toEqual({ type: 'CLOSE', code });
    expect(told.actor.getSnapshot().output).toEqual({ code });
  });
});

describe('a connection ends', () => {
  test.each<[string, string, Story]>([
    ['with who opens it and says nothing', 'handshake-timeout', story('responder').wait(10_000)],
    ['with who begins and does not finish', 'handshake-timeout', proving('responder').wait(10_000)],
    [
      'when the admission is not stored',
      'admission-timeout',
      proving('responder').tell(asksToJoin).wait(30_000),
    ],
    ['when no welcome comes', 'welcome-timeout', proving('initiator').tell(letIn).wait(30_000)],
    ['when the sync does not end', 'sync-timeout', proving('initiator').tell(cameBack).wait(30_000)],
    ['when the line breaks', 'channel-lost', proving('initiator').tell(cameBack, 'CHANNEL_LOST')],
  ])('%s', (_, code, told) => {
    expect(told.state).toBe('closed');
    expect(told.emitted.at(-1)).toEqual({ type: 'CLOSE', code });
    expect(told.emitted).not.toContainEqual(expect.objectContaining({ type: 'CONNECTED' }));
  });
});

test('P64 who trickles frames of a handshake without an end is not kept longer for it', () => {
  const told = proving('responder');
  for (let second = 0; second < 9; second++) told.wait(1000).tell('FRAME_RECEIVED');
  expect(told.wait(1000).state).toBe('closed');
});

test('events come in as a stream', () => {
  const inbound = new Subject<ReconnectEvent>();
  const machine = reconnectMachine.provide({ actors: { inbound: fromEventObservable(() => inbound) } });
  const actor = createActor(machine, { clock: new SimulatedClock(), input: { role: 'initiator' } }).start();
  inbound.next({ type: 'FRAME_RECEIVED' });
  inbound.next(cameBack);
  expect(actor.getSnapshot().value).toBe('syncing');
  inbound.complete();
  expect(actor.getSnapshot().status).toBe('active');
});

test('the stories walk every transition', () => {
  expect(coverage.missing()).toEqual([]);
});

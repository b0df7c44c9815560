import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { Subject } from 'rxjs';
import { createActor, fromEventObservable, SimulatedClock, type Actor } from 'xstate';
import { inviteKeys } from './invite-keys.ts';
import { membershipMachine } from './membership.machine.ts';
import type { MembershipEmitted, MembershipEvent, MembershipInput } from './membership.types.ts';
import { createCoverage, seededRandom } from './testing/index.ts';

const now = 1_700_000_000_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;
const invite = inviteKeys(seededRandom('invite')(16)).id;
const join: MembershipEvent = { type: 'JOIN', invite, expiresAt: now + HOUR, now, useReply: false };
const LIVE: MembershipEvent = { type: 'LEASE', expiresAt: now, now };
const OVER: MembershipEvent = { type: 'LEASE', expiresAt: now, now: now + 1 };
const coverage = createCoverage(membershipMachine);

interface Story {
  readonly actor: Actor<typeof membershipMachine>;
  readonly clock: SimulatedClock;
  readonly emitted: MembershipEmitted[];
  tell(...events: readonly (MembershipEvent | MembershipEvent['type'])[]): Story;
  wait(ms: number): Story;
  /** What was emitted since the last look. */
  heard(): readonly MembershipEmitted[];
  readonly state: unknown;
}

function story(standing: MembershipInput['standing']): Story {
  const clock = new SimulatedClock();
  const actor = createActor(membershipMachine, { clock, input: { standing }, inspect: coverage.inspect });
  const emitted: MembershipEmitted[] = [];
  actor.on('*', (event) => emitted.push(event));
  actor.start();
  const told: Story = {
    actor,
    clock,
    emitted,
    tell: (...events) => {
      for (const event of events)
        actor.send(typeof event === 'string' ? ({ type: event } as MembershipEvent) : event);
      return told;
    },
    wait: (ms) => {
      clock.increment(ms);
      return told;
    },
    heard: () => emitted.splice(0),
    get state() {
      return actor.getSnapshot().value;
    },
  };
  return told;
}

describe('Ben joins', () => {
  test('with one paste, because somebody could be reached', () => {
    const ben = story('outside').tell(join);
    expect(ben.state).toEqual({ joining: 'dialling' });
    expect(ben.heard()).toEqual([{ type: 'DIAL', invite, attempt: 0 }]);
    expect(ben.tell('REACHED', 'PROVEN').state).toEqual({ joining: 'welcoming' });
    expect(ben.heard()).toEqual([]);
    expect(ben.tell('WELCOMED').state).toBe('member');
    expect(ben.heard()).toEqual([{ type: 'JOINED' }, { type: 'CHECK_LEASE' }]);
  });

  test.each<[string, (ben: Story) => Story]>([
    ['after 15 seconds of dialling', (ben) => ben.tell(join).wait(15_000)],
    ['as soon as nobody can be reached', (ben) => ben.tell(join, 'UNREACHABLE')],
    ['because he asked for it', (ben) => ben.tell({ ...join, useReply: true })],
  ])('with a reply, %s', (_, begin) => {
    const ben = begin(story('outside'));
    expect(ben.state).toEqual({ joining: 'replyNeeded' });
    expect(ben.heard().at(-1)).toEqual({ type: 'MEET', invite, attempt: 0 });
    expect(ben.wait(5 * 60_000).tell('REACHED').state).toEqual({ joining: 'proving' });
  });

  test('again after the line broke, the way that worked', () => {
    const direct = story('outside').tell(join, 'REACHED', 'CHANNEL_LOST');
    expect(direct.heard().at(-1)).toEqual({ type: 'DIAL', invite, attempt: 1 });
    expect(direct.tell('REACHED', 'PROVEN', 'CHANNEL_LOST').heard().at(-1)).toMatchObject({ attempt: 2 });
    const replied = story('outside').tell(join, 'UNREACHABLE', 'REACHED', 'PROVEN', 'CHANNEL_LOST');
    expect(replied.state).toEqual({ joining: 'replyNeeded' });
    expect(replied.heard().at(-1)).toEqual({ type: 'MEET', invite, attempt: 1 });
  });

  test.each<[string, string, (ben: Story) => Story]>([
    ['is refused', 'invite-used', (ben) => ben.tell('REACHED', { type: 'DENIED', code: 'invite-used' })],
    [
      'P94 is sent a welcome of another group',
      'wrong-genesis',
      (ben) => ben.tell('REACHED', 'PROVEN', { type: 'REFUSED', code: 'wrong-genesis' }),
    ],
    ['has nobody to paste the reply', 'invite-expired', (ben) => ben.tell('UNREACHABLE').wait(HOUR)],
    ['thinks better of it', 'join-cancelled', (ben) => ben.tell('CANCEL')],
  ])('but stays outside when he %s', (_, code, end) => {
    const ben = end(story('outside').tell(join));
    expect(ben.state).toBe('outside');
    expect(ben.heard().at(-1)).toEqual({ type: 'JOIN_FAILED', code });
    expect(ben.emitted).not.toContainEqual({ type: 'JOINED' });
    expect(ben.tell(join).state).toEqual({ joining: 'dialling' });
  });

  test('and an invite that ends in the far future does not end at once, though timers overflow', async () => {
    const ben = createActor(membershipMachine, { input: { standing: 'outside' } }).start();
    ben.send({ ...join, expiresAt: now + 1000 * 365 * 24 * HOUR });
    ben.send({ type: 'UNREACHABLE' });
    await setTimeout(20);
    expect(ben.getSnapshot().value).toEqual({ joining: 'replyNeeded' });
    ben.stop();
  });

  test('or learns on the way that he has been removed', () => {
    expect(story('outside').tell(join, 'REMOVED').state).toBe('removed');
  });
});

describe('a member', () => {
  test('begins as one, by what was stored or by creating the group', () => {
    expect(story('member').state).toBe('member');
    expect(story('outside').tell('CREATED').state).toBe('member');
  });

  test('looks at the lease every hour, and is out when it is over', () => {
    const ben = story('member');
    expect(ben.heard()).toEqual([{ type: 'CHECK_LEASE' }]);
    expect(ben.tell(LIVE).wait(HOUR).heard()).toEqual([{ type: 'CHECK_LEASE' }]);
    expect(ben.tell(OVER).state).toBe('expired');
    expect(ben.heard()).toEqual([{ type: 'LEASE_OVER' }]);
  });

  test('whose lease is over comes back by a renewal', () => {
    const ben = story('member').tell(OVER, OVER);
    expect(ben.state).toBe('expired');
    ben.heard();
    expect(ben.tell(LIVE).state).toBe('member');
    expect(ben.heard()).toEqual([{ type: 'LEASE_RENEWED' }, { type: 'CHECK_LEASE' }]);
    expect(ben.tell(LIVE).heard()).toEqual([]); // in good time, which is no news
  });

  test('whose lease only seemed over looks again every minute, until somebody sets the clock right', () => {
    const ben = story('member').tell(OVER);
    ben.heard();
    expect(ben.wait(MINUTE).heard()).toEqual([{ type: 'CHECK_LEASE' }]);
    expect(ben.tell(OVER).wait(MINUTE).heard()).toEqual([{ type: 'CHECK_LEASE' }]);
    expect(ben.tell(LIVE).state).toBe('member');
  });

  test('P93 whose lease is over is renewed by another sleeper while an invite is being tried', () => {
    const ben = story('member').tell(OVER, join);
    expect(ben.tell(OVER).state).toEqual({ joining: 'dialling' });
    expect(ben.tell(LIVE).state).toBe('member');
    expect(ben.heard()).toContainEqual({ type: 'LEASE_RENEWED' });
    expect(ben.heard()).not.toContainEqual({ type: 'JOINED' });
    const newcomer = story('outside').tell(join, LIVE);
    expect(newcomer.state).toEqual({ joining: 'dialling' });
  });

  test('whose lease is over comes back by an invite, or stays where it was', () => {
    const ben = story('member').tell(OVER, join, 'CANCEL');
    expect(ben.state).toBe('expired');
    expect(ben.tell(join, 'REACHED', 'PROVEN', 'WELCOMED').state).toBe('member');
    expect(ben.tell(OVER, join, 'CANCEL').state).toBe('expired');
  });

  test.each<[MembershipEvent['type'], string]>([
    ['REMOVED', 'removed'],
    ['LEFT', 'left'],
  ])('%s closes everything for good, with or without a lease', (event, end) => {
    for (const ben of [story('member'), story('member').tell(OVER)]) {
      expect(ben.tell(event).state).toBe(end);
      expect(ben.heard().at(-1)).toEqual({ type: 'SHUT_DOWN', why: end });
      expect(ben.tell(join, LIVE).state).toBe(end);
    }
  });
});

test('events come in as a stream, and the state survives being stored', () => {
  const inbound = new Subject<MembershipEvent>();
  const machine = membershipMachine.provide({ actors: { inbound: fromEventObservable(() => inbound) } });
  const first = createActor(machine, { clock: new SimulatedClock(), input: { standing: 'outside' } }).start();
  inbound.next(join);
  inbound.next({ type: 'REACHED' });
  const snapshot = structuredClone(first.getPersistedSnapshot());
  first.stop();
  const second = createActor(membershipMachine, {
    clock: new SimulatedClock(),
    snapshot,
    input: { standing: 'outside' },
  });
  expect(second.getSnapshot().value).toEqual({ joining: 'proving' });
  expect(second.getSnapshot().context.invite).toBe(invite);
});

test('the stories walk every transition', () => {
  expect(coverage.missing()).toEqual([]);
});

import { expect, test } from '@jest/globals';
import type { MemberId, ShellId } from '@fyteclub/identity';
import { Subject } from 'rxjs';
import type { NodeEvent } from '../shown/index.ts';
import { EventLog, KEPT_EVENTS } from './event-log.ts';

const shell = { id: 'ab' as ShellId, name: 'Raid night' };
const online = (name: string): NodeEvent => ({
  event: 'online',
  shell,
  member: { id: 'cd' as MemberId, name },
});

function setUp() {
  const happens = new Subject<NodeEvent>();
  return { happens, log: new EventLog(happens, 'run', () => 1_000) };
}

/** What a listener hears who is patient for so many events. */
async function hear(log: EventLog, after: string | undefined, events: number) {
  const heard: string[] = [];
  const gone = new AbortController();
  if (events === 0) return heard;
  for await (const told of log.follow(after, gone.signal)) {
    heard.push('missed' in told ? `missed, now at ${told.id}` : told.id);
    if (heard.length === events) gone.abort();
  }
  return heard;
}

test('a listener hears what happens from now on', async () => {
  const { happens, log } = setUp();
  happens.next(online('Ada'));
  const heard = hear(log, undefined, 2);
  happens.next(online('Ben'));
  happens.next(online('Cleo'));
  expect(await heard).toEqual(['run-2', 'run-3']);
});

test('one who was away first hears what it missed, in order', async () => {
  const { happens, log } = setUp();
  for (const name of ['Ada', 'Ben', 'Cleo']) happens.next(online(name));
  const heard = hear(log, 'run-1', 3);
  happens.next(online('Dan'));
  expect(await heard).toEqual(['run-2', 'run-3', 'run-4']);
});

test.each(['other-1', 'run-2000', 'run-1', 'run-x', ''])(
  'one who comes from where we do not know (%s) is told so',
  async (after) => {
    const { happens, log } = setUp();
    for (let i = 0; i < KEPT_EVENTS + 2; i++) happens.next(online('Ada'));
    expect(await hear(log, after, 1)).toEqual([`missed, now at run-${KEPT_EVENTS + 2}`]);
  },
);

test('nothing older than what is kept is claimed to be all', async () => {
  const { happens, log } = setUp();
  for (let i = 0; i < KEPT_EVENTS + 2; i++) happens.next(online('Ada'));
  expect(await hear(log, 'run-2', 1)).toEqual(['run-3']);
});

test('listening ends with the node', async () => {
  const { happens, log } = setUp();
  const heard = hear(log, undefined, 5);
  happens.next(online('Ada'));
  happens.complete();
  expect(await heard).toEqual(['run-1']);
});

test('what is kept is told with its time and its number, the oldest first, and not without end', () => {
  const { happens, log } = setUp();
  expect([log.kept, log.last]).toEqual([[], 'run-0']);
  for (const name of ['Ada', 'Ben']) happens.next(online(name));
  expect(log.kept).toEqual([
    { id: 'run-1', at: 1_000, event: online('Ada') },
    { id: 'run-2', at: 1_000, event: online('Ben') },
  ]);
  for (let i = 0; i < KEPT_EVENTS; i++) happens.next(online('Cleo'));
  expect(log.kept).toHaveLength(KEPT_EVENTS);
  expect(log.kept.at(-1)?.id).toBe(log.last);
});

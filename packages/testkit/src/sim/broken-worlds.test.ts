import type { Standing } from '@fyteclub/election';
import { describe, expect, test } from '@jest/globals';
import { command, type Command } from './commands/command.ts';
import { COMMANDS, type Step } from './commands/table.ts';
import { GOALS } from './goals/goals.ts';
import { hostIsThere, sameViewSameHost } from './invariants/host.ts';
import { goneForGood, sameRoster } from './invariants/roster.ts';
import type { Invariant } from './invariants/invariant.ts';
import { runScenario, type ScenarioOptions } from './scenario.ts';
import { Scene } from './scene.ts';
import type { View } from './view.ts';

const step = (name: string, args: Step['args'] = {}, waitMs = 3_000): Step => ({
  command: name,
  args,
  waitMs,
});

/** Ada, Ben and Cleo are a group. */
const together: readonly Step[] = [
  step('create', { who: 'Ada' }),
  ...['Ben', 'Cleo'].flatMap((who, code) => [
    step('invite', { who: 'Ada', minutes: 60 }),
    step('join', { who, code, useReply: false }),
  ]),
];

const sabotage = (run: Command['run']): Command =>
  command({ name: 'sabotage', weight: 0, draw: () => undefined, run });

async function brokenBy(run: Command['run'], after: readonly Step[] = [], options: ScenarioOptions = {}) {
  const script = [...together, step('sabotage'), ...after];
  const commands = [...COMMANDS, sabotage(run)];
  return (await runScenario('broken', { members: 3, script, commands, ...options })).violation;
}

describe('a world in which something is wrong is found out', () => {
  test('P68 a disk that has lost an operation', async () => {
    const violation = await brokenBy(async (scene) => {
      const ben = scene.computer('Ben')!;
      ben.crash();
      const [first] = ben.image.tables.entries('book/ops', '').at(-1)!;
      ben.image.tables.set('book/ops', first, undefined);
      scene.world.paths.partition([['Ben'], ['Ada', 'Cleo']]);
      await ben.start();
    });
    expect(violation).toMatchObject({ broken: 'a-restart-finds-old-or-new', properties: [68], step: 6 });
  });

  test('P20 a disk that has lost a record', async () => {
    const violation = await brokenBy(async (scene) => {
      const ben = scene.computer('Ben')!;
      ben.crash();
      for (const [key] of ben.image.tables.entries('book/records', ''))
        ben.image.tables.set('book/records', key, undefined);
      scene.world.paths.partition([['Ben'], ['Ada', 'Cleo']]);
      await ben.start();
    });
    expect(violation).toMatchObject({ broken: 'sequences-never-go-back', properties: [20] });
  });

  test('P41 a node that says two things at once without excuse', async () => {
    const violation = await brokenBy(
      async (scene) => {
        const host = scene.computers.find((one) => scene.standing(one)?.host?.me === true)!;
        host.backUp();
        host.node?.invite({});
        await scene.world.advance(1_000);
        host.crash();
        host.setBack(host.backups[0]!);
        host.wasSetBack = false;
        scene.world.paths.partition([[host.name]]);
        await host.start();
        await scene.world.advance(5_000);
        host.node?.invite({});
      },
      [step('heal', {}, 10_000)],
    );
    expect(violation).toMatchObject({ broken: 'nobody-is-framed', properties: [41] });
  });

  test('a node that throws', async () => {
    const violation = await brokenBy((scene) => {
      scene.world.schedule(10, () => {
        throw new Error('nobody expected this');
      });
    });
    expect(violation).toMatchObject({ broken: 'threw', detail: expect.stringContaining('nobody expected') });
  });

  test('something that never comes about', async () => {
    const goal = { name: 'peace', properties: [], missing: () => 'there is none' };
    const violation = await brokenBy(() => undefined, [], { goals: [goal] });
    expect(violation).toMatchObject({ broken: 'peace', detail: 'there is none', step: 6 });
  });
});

describe('an invariant notices', () => {
  const check = (invariant: Invariant, ...views: readonly object[]): string | undefined =>
    invariant.watch(new Scene('none', { members: 1 })).check(views as unknown as readonly View[]);
  const ada = { computer: { name: 'Ada', image: 1 }, me: 'a' };
  const ben = { computer: { name: 'Ben', image: 2 }, me: 'b' };
  /** A node's view of who is there, of which only links are told here. */
  const sees = (me: string, host: string, links: object) => ({
    ...{ me, host, links, instance: 'run', members: ['a', 'b'] },
    ...{ lists: new Map(), lives: new Map(), doubts: {} },
  });
  const graphOf = (...ids: readonly string[]) => ({ ops: new Map(ids.map((id) => [id, {}])) });
  const [graph, reversed] = [graphOf('one', 'two'), graphOf('two', 'one')];

  test('P27 two rosters from the same operations', () => {
    const signaturesHash = new Uint8Array();
    const [some, other] = ['a', 'b'].map((id) => ({ members: { [id]: {} }, signaturesHash })) as [
      object,
      object,
    ];
    const of = (who: object, roster: object, history = graph) => ({
      ...who,
      phonebook: { graph: history, roster },
    });
    expect(check(sameRoster, of(ada, some), of(ben, other, reversed))).toContain('different rosters');
    expect(check(sameRoster, of(ada, some), of(ben, some, reversed))).toBeUndefined();
  });

  test('P25 somebody who comes back', () => {
    const watch = goneForGood.watch(new Scene('none', { members: 1 }));
    const see = (roster: object, current = new Map<string, object>()) =>
      watch.check([
        { ...ada, phonebook: { roster: { removals: {}, ...roster }, book: { current } } },
      ] as unknown as readonly View[]);
    expect(see({ members: {}, former: { b: 'left' } })).toBeUndefined();
    expect(see({ members: {}, former: { b: 'left' } }, new Map([['b', {}]]))).toContain('keeps an address');
    expect(see({ members: { b: {} }, former: {} })).toContain('counts b in again');
  });

  test('P48 a host who is no member, or not there', () => {
    const of = (host: string, members: object, links = {}) => ({
      ...ada,
      phonebook: { roster: { members } },
      election: sees('a', host, links),
    });
    expect(check(hostIsThere, of('b', { a: {} }, { b: 'run' }))).toContain('no member');
    expect(check(hostIsThere, of('b', { a: {}, b: {} }))).toContain('not there');
    expect(check(hostIsThere, of('b', { a: {}, b: {} }, { b: 'run' }))).toBeUndefined();
    expect(check(hostIsThere, of('a', { a: {} }))).toBeUndefined();
  });

  test('P42 two hosts on the same grounds, for longer than a moment', async () => {
    const scene = new Scene('none', { members: 1 });
    const watch = sameViewSameHost.watch(scene);
    const see = (...views: readonly object[]) => watch.check(views as unknown as readonly View[]);
    const mine = { ...ada, settled: true, election: sees('a', 'a', { b: 'run' }) };
    const theirs = { ...ben, settled: true, election: sees('b', 'b', { a: 'run' }) };
    expect(see(mine, theirs)).toBeUndefined();
    await scene.world.advance(6_000);
    expect(see(mine, { ...theirs, settled: false })).toBeUndefined();
    expect(see(mine, theirs)).toBeUndefined();
    await scene.world.advance(6_000);
    expect(see(mine, theirs)).toContain('same grounds');
  });
});

test('nobody has settled on a host who may yet find that somebody is gone', () => {
  const goal = GOALS.find(({ name }) => name === 'settled-on-a-host');
  const missing = (settled: boolean, standing: Standing, doubts = {}): string | undefined => {
    const election = { lives: new Map([['b', { standing }]]), doubts };
    const view = { computer: { name: 'Ada' }, settled, election } as unknown as View;
    return goal?.missing([view], new Scene('none', { members: 1 }));
  };
  expect(missing(true, 'alive')).toBeUndefined();
  expect(missing(true, 'gone')).toBeUndefined();
  expect(missing(true, 'suspected')).toContain('somebody is gone');
  expect(missing(true, 'alive', { b: {} })).toContain('somebody is gone');
  expect(missing(false, 'alive')).toContain('has not settled');
});

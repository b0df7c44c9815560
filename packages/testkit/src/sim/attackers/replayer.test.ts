import { beforeEach, describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../corpus/seeded-random.ts';
import { actOf } from './attacker.ts';
import { replayer } from './replayer.ts';
import type { Rogue } from './rogue.ts';
import { Trial } from './trial.ts';
import { villainNamed } from './villains.ts';

let trial: Trial;
let eve: Rogue;

async function begin(villains: number): Promise<void> {
  trial = await Trial.begin({ seed: 'replayer', honest: 3, villains });
  eve = await trial.turn();
}

const does = async (name: string): Promise<void> => {
  trial.refused();
  await trial.during(actOf(replayer, name).run(eve, seededRandom(name)));
};

const OLD_NEWS = [
  'the whole history, children before parents',
  'old addresses',
  'old signs of life, doubts and witness lists',
];

test('P20 a replayer does not move anybody back to where it was before', async () => {
  await begin(1);
  const ben = trial.scene.computer('Ben');
  await ben?.stop();
  ben?.move(trial.scene.freshAddress());
  await ben?.start();
  await trial.settle(20_000);
  const theirs = eve.known.records.filter(({ member }) => member === trial.idOf('Ben'));
  expect(theirs.length).toBeGreaterThan(1);
  const before = trial.beliefs();
  const said = eve.said;
  for (const name of OLD_NEWS) await does(name);
  expect(eve.said - said).toBe(3 * 3);
  expect(trial.beliefs()).toEqual(before);
});

test('P25 P34 a replayer brings nobody back, neither who left nor who was removed', async () => {
  await begin(2);
  const [cleo, mallory] = [
    trial.idOf('Cleo'),
    eve.others().find((id) => eve.known.recordOf(id)?.name === 'Mallory')!,
  ];
  await trial.during(
    trial.scene
      .running('Cleo')
      ?.node.leave({})
      .then(() => undefined),
  );
  trial.scene.running('Ada')?.node.remove({ member: mallory });
  await trial.settle();
  const about = eve.known.records.filter(({ member }) => member === cleo || member === mallory);
  expect(about.length).toBeGreaterThan(1);
  const before = trial.beliefs();
  replayEverythingAs(eve);
  await trial.settle();
  for (const name of OLD_NEWS) await does(name);
  expect(trial.beliefs()).toEqual(before);
  for (const { phonebook } of trial.scene.views()) {
    expect(phonebook.roster.former).toEqual({ [cleo]: 'left', [mallory]: 'removed' });
    expect(phonebook.book.current.has(mallory)).toBe(false);
  }
  expect(await trial.liveness()).toBeUndefined();
});

/** Also those of the latest records that are of people who have gone. */
function replayEverythingAs({ known, lines }: Rogue): void {
  for (const to of lines.keys()) eve.tellRecords(to, ...known.records.map(({ bytes }) => bytes));
}

describe('in one group', () => {
  beforeEach(() => begin(1));

  test('P9 a replayer gives nobody the leases that were hers', async () => {
    await does('a lease that somebody gave us');
    expect(Object.values(trial.refused())).toEqual(Array(3).fill(['token-not-for-us']));
  });

  test('P10 P12 a replayer gets in nowhere with the bytes of another handshake', async () => {
    const lines = eve.lines.size;
    await does('a handshake of another connection');
    expect(Object.values(trial.refused()).flat()).toEqual(['not-authentic']);
    await does('the challenge of somebody else to whoever dials us');
    expect(Object.values(trial.refused()).flat()).toContain('not-authentic');
    // Whoever was fooled with it dials again, and finds her.
    await trial.settle(30_000);
    expect(eve.lines.size).toBe(lines);
    expect(await trial.liveness()).toBeUndefined();
  });

  test.each(['a sealed frame of ours', 'a sealed frame of theirs'])(
    'P10 a replayer loses the link over which it sends %s again',
    async (name) => {
      const before = trial.beliefs();
      await does(name);
      expect(Object.values(trial.refused()).flat()).toEqual(['channel-lost']);
      expect(trial.beliefs()).toEqual(before);
    },
  );
});

test('P4 a replayer brings nothing of one group into another', async () => {
  await begin(2);
  const { scene } = trial;
  const made = await scene.running('Ben')?.node.create({ name: 'Static', as: 'Ben' });
  if (made?.ok !== true) throw new Error('there is no second group');
  const shell = made.value.shell.id;
  const mallory = scene.villains.called(villainNamed(1));
  expect(await scene.villains.join(mallory, scene.computer('Ben'), shell)).toBe(true);
  await trial.settle();
  const there = await scene.villains.turn(mallory, shell);
  await trial.settle();
  // What Mallory learns there Eve tells here; Ben is in both.
  eve.elsewhere = there?.known;
  expect(there?.known.beacons.length).toBeGreaterThan(0);
  const before = trial.beliefs();
  await does('another group');
  expect(Object.values(trial.refused())).toEqual(Array(3).fill(expect.arrayContaining(['foreign-shell'])));
  expect(trial.beliefs()).toEqual(before);
});

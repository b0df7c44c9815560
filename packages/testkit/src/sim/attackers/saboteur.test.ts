import { beforeAll, expect, test } from '@jest/globals';
import { seededRandom } from '../../corpus/seeded-random.ts';
import { actOf } from './attacker.ts';
import type { Rogue } from './rogue.ts';
import { saboteur } from './saboteur.ts';
import { Trial } from './trial.ts';

let trial: Trial;
let eve: Rogue;

const does = (name: string): Promise<void> =>
  trial.during(actOf(saboteur, name).run(eve, seededRandom(name)));

beforeAll(async () => {
  trial = await Trial.begin({ seed: 'saboteur', honest: 4, villains: 1 });
  eve = await trial.turn();
});

const rotations = () =>
  [...trial.view('Ada').phonebook.graph.ops.values()].filter(({ op }) => op.type === 'rotate');

test.each(['begins an epoch that nobody else can open', 'begins an epoch that some cannot open'])(
  'P37 a saboteur who %s has the others in one of their own soon after',
  async (name) => {
    const before = rotations();
    await does(name);
    expect(await trial.liveness()).toBeUndefined();
    const [hers, theirs, ...more] = rotations().slice(before.length);
    expect(hers?.op.author).toBe(eve.me);
    expect(theirs?.op.author).not.toBe(eve.me);
    // One of whoever is first among those locked out is enough, however low the name that hers has.
    expect(more).toEqual([]);
    expect(trial.view('Ada').phonebook.roster.epoch).toBe(theirs?.id);
  },
);

test('P28 a saboteur who fills up whatever waits only makes others ask again', async () => {
  trial.scene.world.paths.partition([['Dan'], ['Ada', 'Ben', 'Cleo']]);
  await trial.settle(10_000);
  trial.refused();
  for (let time = 0; time < 5; time++) await does('fills the places of operations that wait');
  await does('fills the places of keys that came early');
  expect(Object.values(trial.refused())).toEqual(Array(4).fill(['waiting-full']));
  for (const { phonebook } of trial.scene.views()) expect(phonebook.graph.waiting.size).toBe(512);
  for (const password of ['one', 'two', null]) trial.scene.running('Ada')?.node.password({ password });
  trial.scene.world.paths.heal();
  await trial.settle();
  expect(await trial.liveness()).toBeUndefined();
});

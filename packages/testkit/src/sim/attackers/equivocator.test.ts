import { beforeAll, expect, test } from '@jest/globals';
import { seededRandom } from '../../corpus/seeded-random.ts';
import { actOf } from './attacker.ts';
import { equivocator } from './equivocator.ts';
import type { Rogue } from './rogue.ts';
import { Trial } from './trial.ts';
import type { View } from '../view.ts';

let trial: Trial;
let eve: Rogue;

beforeAll(async () => {
  trial = await Trial.begin({ seed: 'equivocator', honest: 4, villains: 1 });
  eve = await trial.turn();
});

const does = async (name: string): Promise<void> => {
  const said = eve.said;
  await trial.during(actOf(equivocator, name).run(eve, seededRandom(name)));
  expect(eve.said - said).toBeGreaterThanOrEqual(eve.lines.size);
};

const flags = () => trial.scene.views().map(({ phonebook: { roster } }) => roster.flags);
const members = () =>
  trial.scene.views().map(({ phonebook: { roster } }) => Object.keys(roster.members).length);
const alike = (of: (view: View) => unknown): boolean =>
  new Set(trial.scene.views().map((view) => JSON.stringify(of(view)))).size === 1;

test('P19 P21 an equivocator with two records of one number has one of them at everybody, and both shown', async () => {
  await does('two records of one number');
  expect(alike(({ phonebook: { book } }) => book.current.get(eve.me)?.hash)).toBe(true);
  for (const { phonebook } of trial.scene.views())
    expect(phonebook.book.rivals.get(eve.me)?.sequence).toBe(phonebook.book.current.get(eve.me)?.sequence);
  expect(trial.refusals.filter(({ code }) => code === 'rival-records')).toHaveLength(4);
});

test('P42 an equivocator with two signs of life and two witness lists has one of each at everybody', async () => {
  const before = trial.view('Ada').election.host;
  await does('two signs of life of one number');
  expect(alike(({ election: { lives } }) => lives.get(eve.me)?.beacon.hash)).toBe(true);
  await does('two witness lists of one number');
  expect(alike(({ election: { lists } }) => lists.get(eve.me)?.hash)).toBe(true);
  expect(trial.scene.views().map(({ election }) => election.host)).toEqual(Array(4).fill(before));
});

test('P27 P41 an equivocator is found out as soon as those meet who heard one of two operations each', async () => {
  const act = 'two operations in one place';
  // The net falls apart along the line that the act draws.
  const line = seededRandom(act).integer(1, 3);
  const names = eve
    .others()
    .concat()
    .sort()
    .map((id) => trial.scene.views().find(({ me }) => me === id)!.computer.name);
  trial.scene.world.paths.partition([names.slice(0, line), names.slice(line)]);
  await trial.settle(10_000);
  await does(act);
  expect(flags().flat()).toEqual([]);
  expect(alike(({ phonebook }) => phonebook.roster.heads)).toBe(false);
  trial.scene.world.paths.heal();
  await trial.settle(30_000);
  for (const known of flags()) expect(known).toMatchObject([{ kind: 'equivocation', author: eve.me }]);
  expect(members()).toEqual([5, 5, 5, 5]);
});

test('P37 P41 an equivocator with two epochs leaves everybody with one and the same', async () => {
  // With somebody gone the first epoch counts no more, and everybody is in one that a member began.
  await trial.during(
    trial.scene
      .running('Dan')
      ?.node.leave({})
      .then(() => undefined),
  );
  await does('two epochs in one place');
  const { graph, roster } = trial.view('Ada').phonebook;
  const rotations = [...graph.ops.values()].filter(({ op }) => op.type === 'rotate' && op.author === eve.me);
  expect(rotations).toHaveLength(2);
  expect(alike(({ phonebook }) => phonebook.roster.epoch)).toBe(true);
  expect(roster.epoch).not.toBeNull();
  for (const known of flags()) expect(known.filter(({ kind }) => kind === 'equivocation')).toHaveLength(2);
  expect(await trial.liveness()).toBeUndefined();
});

test('P27 P41 an equivocator who leaves some and stays with the others has left', async () => {
  const [before = 0] = members();
  await does('leaves some and stays with the others');
  expect(members().every((count) => count === before - 1)).toBe(true);
  for (const known of flags()) expect(known).toHaveLength(3);
  expect(await trial.liveness()).toBeUndefined();
});

import { expect, test } from '@jest/globals';
import { startsOf } from '@fyteclub/election';
import type { MemberId } from '@fyteclub/identity';
import { seededRandom } from '../../corpus/seeded-random.ts';
import { actOf } from './attacker.ts';
import type { Rogue } from './rogue.ts';
import { Trial } from './trial.ts';
import { uptimeLiar } from './uptime-liar.ts';

/** More than a step of the uptimes that are compared. */
const PACE_MS = 35_000;

const hosts = (trial: Trial) => trial.scene.views().map(({ election }) => election.host);

/** What the honest members wrote down themselves of one of them, earliest first. */
const witnessed = (trial: Trial, subject: MemberId): readonly number[] =>
  trial.scene
    .views()
    .flatMap(({ election }) => election.entries.filter((entry) => entry.subject === subject))
    .map(({ since }) => since)
    .sort((a, b) => a - b);

async function does(trial: Trial, eve: Rogue, name: string): Promise<void> {
  const said = eve.said;
  await trial.during(actOf(uptimeLiar, name).run(eve, seededRandom(name)));
  expect(eve.said - said).toBeGreaterThanOrEqual(eve.lines.size);
}

test('P43 P44 a single uptime liar moves nobody beyond what honest witnesses say, and no host', async () => {
  const trial = await Trial.begin({ seed: 'liar', honest: 4, villains: 1, paceMs: PACE_MS });
  const eve = await trial.turn();
  const before = hosts(trial);
  expect(before).toEqual(Array(4).fill(before[0]));
  expect(before[0]).not.toBe(eve.me);
  for (const { name } of uptimeLiar.acts.filter((act) => !act.name.includes('friend'))) {
    await does(trial, eve, name);
    expect(hosts(trial)).toEqual(before);
    for (const { election } of trial.scene.views()) {
      expect(startsOf(election).get(eve.me)).toBeGreaterThan(1);
      for (const { me } of trial.scene.views()) {
        const [earliest, second] = witnessed(trial, me);
        expect(startsOf(election).get(me)).toBeGreaterThanOrEqual(earliest!);
        expect(startsOf(election).get(me)).toBeLessThanOrEqual(second!);
      }
    }
    for (const { computer } of trial.scene.views()) {
      const members = computer.node?.members({});
      expect(members?.ok === true && members.value.members.every(({ online }) => online)).toBe(true);
    }
  }
  expect(Object.values(trial.refused()).every((codes) => codes.includes('stale-beacon'))).toBe(true);
  expect(await trial.liveness()).toBeUndefined();
});

test('P42 P48 uptime liars who are many choose the host, whom everybody takes, and can do nothing more', async () => {
  const trial = await Trial.begin({ seed: 'liars', honest: 3, villains: 3, paceMs: PACE_MS });
  const [eve, mallory, trudy] = [await trial.turn(0), await trial.turn(1), await trial.turn(2)];
  const before = hosts(trial);
  expect(before).not.toContain(mallory.me);
  await does(trial, eve, 'a friend has been here for ever');
  expect(hosts(trial)).toEqual(Array(3).fill(mallory.me));
  // Nobody asks a host whether it may stay.
  for (const liar of [eve, mallory, trudy])
    expect(trial.scene.running('Ada')?.node.remove({ member: liar.me }).ok).toBe(true);
  await trial.settle();
  const [after, ...others] = hosts(trial);
  expect(others).toEqual([after, after]);
  expect(trial.scene.views().map(({ me }) => me)).toContain(after);
  expect(await trial.liveness()).toBeUndefined();
});

import { beforeAll, expect, test } from '@jest/globals';
import { authorOp } from '@fyteclub/phonebook';
import { seededRandom } from '../../corpus/seeded-random.ts';
import { actOf } from './attacker.ts';
import type { Rogue } from './rogue.ts';
import { sybilInviter } from './sybil-inviter.ts';
import { Trial } from './trial.ts';
import { cosigned, tellAll } from './words.ts';

let trial: Trial;
let eve: Rogue;

const does = (name: string): Promise<void> =>
  trial.during(actOf(sybilInviter, name).run(eve, seededRandom(name)));

const rosters = () => trial.scene.views().map(({ phonebook }) => phonebook.roster);

beforeAll(async () => {
  trial = await Trial.begin({ seed: 'sybil', honest: 4, villains: 1 });
  eve = await trial.turn();
  for (let key = 0; key < 5; key++) await does('brings a key');
  for (const { members } of rosters()) expect(Object.keys(members)).toHaveLength(10);
});

const LATE = [
  'signs a removal with keys that come in after it',
  'signs a removal with keys that come in beside it',
];

test.each(['signs a removal twice with one key', 'signs a removal with keys that nobody let in', ...LATE])(
  'P30 P31 a Sybil inviter gains nobody’s word that counts: %s',
  async (name) => {
    trial.refused();
    const [before] = rosters();
    const said = eve.said;
    await does(name);
    expect(eve.said - said).toBeGreaterThanOrEqual(4);
    const brought = LATE.includes(name) ? 2 : 0;
    for (const { members, former, removals } of rosters()) {
      expect(former).toEqual({});
      expect(Object.keys(members)).toHaveLength(Object.keys(before!.members).length + brought);
      // One key twice is not even a spelling; the others are, of a proposal with one signature.
      const news = name.includes('twice') ? 0 : 1;
      expect(Object.keys(removals)).toHaveLength(Object.keys(before!.removals).length + news);
      for (const { state, signers, needed } of Object.values(removals))
        expect({ state, signers, needed }).toEqual({ state: 'proposed', signers: [eve.me], needed: 2 });
    }
    if (name.includes('twice'))
      expect(Object.values(trial.refused())).toEqual(Array(4).fill(['bad-signature']));
  },
);

test('P33 P34 a Sybil inviter whose keys were in can vote with them, and goes with all of them when two say so', async () => {
  await does('gives its keys addresses');
  await does('has its keys witness for it');
  const dan = trial.idOf('Dan');
  const body = { type: 'remove', target: dan, reason: '' } as const;
  const removal = authorOp(eve.ring, eve.known.graph, body, eve.now());
  tellAll(eve, cosigned(removal, eve.puppets.slice(0, 1)));
  await trial.settle();
  for (const { former } of rosters()) expect(former).toEqual({ [dan]: 'removed' });
  const [ada, ben] = [trial.scene.running('Ada'), trial.scene.running('Ben')];
  const removed = ada?.node.remove({ member: eve.me, withBrought: true });
  await trial.settle();
  const told = removed?.ok === true ? [removed.value.removal, ...removed.value.also] : [];
  expect(told).toHaveLength(1 + eve.puppets.length);
  for (const { id } of told) ben?.node.sign({ removal: id });
  await trial.settle();
  for (const { members } of rosters()) expect(Object.keys(members)).toHaveLength(3);
  // Nor does what she brings now bring her back.
  await does('brings a key');
  for (const { members } of rosters()) expect(Object.keys(members)).toHaveLength(3);
  expect(await trial.liveness()).toBeUndefined();
});

import { expect, test } from '@jest/globals';
import type { OpId } from '@fyteclub/identity';
import { boxOf } from '@fyteclub/phonebook';
import { seededRandom } from '../../corpus/seeded-random.ts';
import { actOf } from './attacker.ts';
import type { Rogue } from './rogue.ts';
import { staleRemover } from './stale-remover.ts';
import { sybilInviter } from './sybil-inviter.ts';
import { Trial } from './trial.ts';

const rosters = (trial: Trial) => trial.scene.views().map(({ phonebook }) => phonebook.roster);

const does = (trial: Trial, rogue: Rogue, name: string): Promise<void> =>
  trial.during(actOf(staleRemover, name).run(rogue, seededRandom(name)));

const AFTER_ITS_END = staleRemover.acts.map(({ name }) => name).filter((name) => name.includes('its end'));

test('P8 P32 P33 P35 P37 a stale remover has no say any more, whatever its friend tells for it', async () => {
  const trial = await Trial.begin({ seed: 'stale', honest: 4, villains: 2 });
  const [eve, mallory] = [await trial.turn(0), await trial.turn(1)];
  trial.scene.running('Ada')?.node.remove({ member: eve.me });
  await trial.settle();
  expect(eve.known.roster.former[eve.me]).toBe('removed');
  trial.refused();
  for (const name of ['removes whoever removed it', ...AFTER_ITS_END]) {
    const said = mallory.said;
    await does(trial, eve, name);
    const refused = Object.values(trial.refused()).flat();
    if (name.startsWith('leases')) expect(refused).toEqual(['token-removed-issuer']);
    else if (name.startsWith('comes by')) expect(refused).toEqual(['removed']);
    else expect(mallory.said - said).toBeGreaterThanOrEqual(4);
    for (const { members, former, removals, epoch } of rosters(trial)) {
      expect(former).toEqual({ [eve.me]: 'removed' });
      expect(Object.keys(members)).toHaveLength(5);
      expect(Object.values(removals).filter(({ state }) => state === 'accepted')).toHaveLength(1);
      // An admission that came to nothing ends an epoch too, and the next one is for nobody who is out.
      const hers = [eve.me, ...eve.puppets.map(({ memberId }) => memberId)];
      const { graph } = trial.view('Ada').phonebook;
      expect(hers.filter((key) => boxOf(graph, epoch!, key) !== undefined)).toEqual([]);
      expect(graph.ops.get(epoch as unknown as OpId)?.op.author).not.toBe(eve.me);
    }
  }
  // All of it was heard, and kept as what it is: said by somebody who was out.
  const { ops } = trial.view('Ben').phonebook.graph;
  for (const { id } of eve.hidden) expect(ops.has(id)).toBe(true);
  expect(eve.hidden.length).toBeGreaterThan(4);
  expect(await trial.liveness()).toBeUndefined();
});

test('P32 a stale remover wins against a junior at everybody alike, and not against a senior', async () => {
  const trial = await Trial.begin({ seed: 'senior', honest: 3, villains: 2 });
  const [eve] = [await trial.turn(0), await trial.turn(1)];
  expect(await trial.liveness()).toBeUndefined();
  const fay = trial.idOf('Dan');
  trial.scene.running('Dan')?.node.remove({ member: eve.me });
  await trial.settle();
  for (const { former } of rosters(trial)) expect(former).toEqual({ [eve.me]: 'removed' });
  await does(trial, eve, 'removes whoever removed it');
  for (const { former } of rosters(trial)) expect(former).toEqual({ [fay]: 'removed' });
  trial.scene.running('Ada')?.node.remove({ member: eve.me });
  await trial.settle();
  await does(trial, eve, 'removes whoever removed it');
  for (const { former } of rosters(trial)) expect(former).toEqual({ [fay]: 'removed', [eve.me]: 'removed' });
  expect(await trial.liveness()).toBeUndefined();
});

test('P30 a stale remover gains nothing by not having seen the tenth', async () => {
  const trial = await Trial.begin({ seed: 'tenth', honest: 4, villains: 2 });
  const [eve, mallory] = [await trial.turn(0), await trial.turn(1)];
  for (let key = 0; key < 4; key++) {
    await trial.during(actOf(sybilInviter, 'brings a key').run(mallory, seededRandom('keys')));
  }
  expect(Object.keys(eve.known.roster.members)).toHaveLength(10);
  await does(trial, eve, 'proposes where the group was small');
  for (const { former, removals } of rosters(trial)) {
    expect(former).toEqual({});
    expect(Object.values(removals)).toMatchObject([{ state: 'proposed', needed: 2, signers: [eve.me] }]);
  }
  expect(await trial.liveness()).toBeUndefined();
});

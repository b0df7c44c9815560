import { beforeEach, expect, test } from '@jest/globals';
import { decodeInvite, inviteKeys, type MemberId } from '@fyteclub/identity';
import { seededRandom } from '../../corpus/seeded-random.ts';
import { actOf } from './attacker.ts';
import { doubleSpender } from './double-spender.ts';
import type { Rogue } from './rogue.ts';
import { Trial } from './trial.ts';

let trial: Trial;
let eve: Rogue;
let mallory: Rogue;

const does = async (name: string, rogue = eve): Promise<void> => {
  trial.refused();
  await trial.during(actOf(doubleSpender, name).run(rogue, seededRandom(name)));
};

const rosters = () => trial.scene.views().map(({ phonebook }) => phonebook.roster);
const everybody = (count: number, brought: number): void => {
  expect(eve.puppets.length + mallory.puppets.length).toBe(brought);
  for (const { members, former } of rosters()) {
    expect(Object.keys(members)).toHaveLength(count);
    expect(former).toEqual({});
  }
};
const refusals = () => Object.values(trial.refused()).flat();

beforeEach(async () => {
  trial = await Trial.begin({ seed: 'spender', honest: 3, villains: 2 });
  eve = await trial.turn(0);
  mallory = await trial.turn(1);
});

test('P38 a double-spender gets two keys in by one invite where nobody could know, and everybody is shown it', async () => {
  const act = 'one invite at two members at once';
  const names = trial.scene.views().map(({ computer }) => computer.name);
  // The invite reaches everybody first; then each is alone with it.
  const apart = trial.scene.world.schedule(1_500, () => {
    trial.scene.world.paths.partition(names.map((name) => [name]));
  });
  await does(act);
  expect(apart.cancelled).toBe(true);
  expect(eve.puppets).toHaveLength(2);
  trial.scene.world.paths.heal();
  await trial.settle(30_000);
  const joiners = eve.puppets.map(({ memberId }) => memberId).sort();
  for (const { flags, members, former } of rosters()) {
    expect(flags).toMatchObject([{ kind: 'used-twice', joiners }]);
    expect(joiners.every((joiner: MemberId) => members[joiner] !== undefined)).toBe(true);
    expect(former).toEqual({});
  }
  expect(await trial.liveness()).toBeUndefined();
});

test('P38 P39 P40 a double-spender gets nobody in by what is used, over, closed or somebody else’s', async () => {
  await does('one invite a second time');
  expect(refusals()).toEqual(['invite-used']);
  everybody(6, 1);
  await does('an invite that is closed');
  expect(refusals()).toEqual(['invite-revoked']);
  await does('an invite that is over');
  expect(refusals()).toEqual(['invite-expired']);
  // Her first key came in after she had.
  await does('a proof that somebody else made');
  expect(Object.values(trial.refused())).toEqual(Array(3).fill(['bad-proof']));
  everybody(6, 1);
  trial.scene.running('Ada')?.node.remove({ member: eve.me });
  await trial.settle();
  await does('an invite of a friend who has gone', mallory);
  expect(refusals()).toEqual(['invite-void']);
  expect(mallory.puppets).toEqual([]);
  expect(await trial.liveness()).toBeUndefined();
});

test('P38 a double-spender who overheard an invite is too late, or the one that it was for is told so', async () => {
  const { code } = trial.invite();
  const invite = decodeInvite(code);
  if (!invite.ok) throw new Error('there is no invite');
  const { seed, issuer } = invite.value;
  eve.overheard = () => [{ seed, issuer }];
  await trial.settle(2_000);
  await does('an invite that it overheard');
  everybody(6, 1);
  const dan = trial.scene.running('Dan')!;
  const steps = dan.node.join({ code, as: 'Dan' }, new AbortController().signal);
  const told = await trial.scene.world.outcome(
    (async () => {
      const all = [];
      for await (const step of steps) all.push(step);
      return all.at(-1);
    })(),
    30_000,
  );
  expect(told?.value).toMatchObject({ ok: false, error: { code: 'invite-used' } });
  for (const { invites } of rosters()) expect(invites[inviteKeys(seed).id]?.state).toBe('used');
});

test('P38 a double-spender who signs both admissions shows everybody that it did', async () => {
  await does('two admissions of its own by one invite');
  everybody(7, 2);
  for (const { flags } of rosters())
    expect(flags.map(({ kind }) => kind).sort()).toEqual(['equivocation', 'used-twice']);
});

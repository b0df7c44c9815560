import { expect, test } from '@jest/globals';
import { Trial } from './trial.ts';
import { tokenFor } from './words.ts';

const TRIES = 1_000;

test('P70 somebody removed knocks a thousand times at whoever has heard of it, and no door opens', async () => {
  const trial = await Trial.begin({ seed: 'shut', honest: 3, villains: 1 });
  const eve = await trial.turn();
  trial.scene.running('Ada')?.node.remove({ member: eve.me });
  await trial.settle();
  const believed = trial.beliefs();
  const members = trial.scene.views().map(({ me }) => me);
  const answers = new Map<string, number>();
  trial.refused();
  for (let tried = 0; tried < TRIES; tried++) {
    const member = members[tried % members.length]!;
    // Its lease, or one of its own making.
    const token = tried % 2 === 0 ? eve.token : tokenFor(eve, eve.me);
    // Behind its own door nobody stands any more; behind the group's own, anybody might.
    const secret = tried % 4 === 3 ? eve.door(member) : eve.groupDoors()[0];
    const met = await trial.scene.world.outcome(
      eve.meet(member, eve.claim({ kind: 'reconnect', token }), secret),
      60_000,
    );
    const answer = met?.value === undefined ? 'silence' : 'denied' in met.value ? met.value.denied : 'let in';
    answers.set(answer, (answers.get(answer) ?? 0) + 1);
  }
  expect(answers.has('let in')).toBe(false);
  expect([...answers.values()].reduce((sum, count) => sum + count, 0)).toBe(TRIES);
  // All of them heard it knock, and knew why they would not open.
  expect(Object.values(trial.refused())).toEqual(Array(3).fill(['removed']));
  expect(trial.beliefs()).toEqual(believed);
  expect(eve.lines.size).toBe(0);
  expect(await trial.liveness()).toBeUndefined();
});

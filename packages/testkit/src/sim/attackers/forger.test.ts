import { beforeAll, describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../corpus/seeded-random.ts';
import { forger } from './forger.ts';
import type { Rogue } from './rogue.ts';
import { Trial } from './trial.ts';

/** What the honest members answer to each: all of them to what is told to all, one to what is shown at one door. */
const ANSWERS: readonly (readonly [act: string, code: string | readonly string[], who: 'all' | 'one'])[] = [
  ['an operation in somebody else’s name', ['bad-signature', 'malformed'], 'all'],
  ['an operation with a changed bit', ['bad-signature', 'malformed'], 'all'],
  ['an operation with a second spelling', 'malformed', 'all'],
  ['a tombstone by a stranger', 'not-a-member', 'all'],
  ['an operation of another group', 'foreign-shell', 'all'],
  ['an operation out of its chain', 'broken-chain', 'all'],
  ['a lease in somebody else’s name', 'token-bad-signature', 'all'],
  ['a lease for somebody else', 'token-not-for-us', 'all'],
  ['a token shown without its key', 'bad-signature', 'one'],
  ['a token by a stranger', 'sync-timeout', 'one'],
  ['a sign of life in somebody else’s name', 'bad-signature', 'all'],
  ['a witness list in somebody else’s name', 'bad-signature', 'all'],
  ['a suspicion of another group', 'foreign-shell', 'all'],
  ['an address in somebody else’s name', 'bad-signature', 'all'],
  ['an address of another group', 'foreign-shell', 'all'],
  ['a frame under no seal of theirs', 'channel-lost', 'one'],
];

describe('P1 P2 P3 P4 P5 P9 P10 P24 P29 a forger', () => {
  let trial: Trial;
  let eve: Rogue;

  beforeAll(async () => {
    trial = await Trial.begin({ seed: 'forger', honest: 4, villains: 1 });
    eve = await trial.turn();
  });

  test('has every forgery tried here', () => {
    expect(forger.acts.map(({ name }) => name)).toEqual(ANSWERS.map(([act]) => act));
  });

  test.each(ANSWERS)('is not believed: %s', async (name, code, who) => {
    const before = trial.beliefs();
    trial.refused();
    const act = forger.acts.find((one) => one.name === name);
    const said = eve.said;
    await trial.during(act?.run(eve, seededRandom(name)));
    const refused = trial.refused();
    const codes = [code].flat();
    const by = Object.values(refused).filter((each) => codes.some((one) => each.includes(one)));
    expect(by).toHaveLength(who === 'all' ? 4 : 1);
    if (who === 'all') expect(eve.said - said).toBe(4);
    expect(trial.beliefs()).toEqual(before);
  });

  test('stops nobody: Fay is let in, and all agree', async () => {
    expect(await trial.liveness()).toBeUndefined();
  });
});

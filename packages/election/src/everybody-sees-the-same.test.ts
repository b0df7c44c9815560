import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { KeyRing } from '@fyteclub/identity';
import { useFakeSignatures } from '@fyteclub/identity/testing';
import fc from 'fast-check';
import { beaconOf, gossip, listOf, MINUTE, NOON, person, run, suspicionOf } from './testing/cast.ts';
import { Network } from './testing/network.ts';
import { onlineMembers } from './view.rules.ts';

let restore = (): void => undefined;
beforeAll(() => {
  restore = useFakeSignatures();
});
afterAll(() => restore());

const others = (): readonly KeyRing[] => [300, 301, 302, 303].map(person);
const who = fc.nat(3);
const number = fc.integer({ min: 1, max: 3 });

/** One thing that somebody may say of itself or of another. */
const statement = fc.oneof(
  fc.record({ kind: fc.constant('beacon' as const), who, number, leaving: fc.boolean() }),
  fc.record({ kind: fc.constant('suspicion' as const), who, number, by: who }),
  fc.record({
    kind: fc.constant('list' as const),
    who,
    number,
    met: fc.array(fc.tuple(who, fc.nat(9)), { maxLength: 3 }),
  }),
);
type Statement = typeof statement extends fc.Arbitrary<infer T> ? T : never;

/** A number used twice: the second one says that it was the last word. */
const rivals: readonly Statement[] = [true, false].map((leaving) => ({
  kind: 'beacon',
  who: 0,
  number: 1,
  leaving,
}));
const inAnyOrder = (said: readonly Statement[]) => ({
  first: [...said],
  second: [...said].reverse(),
  batch: 1,
});

function spoken(rings: readonly KeyRing[], said: Statement) {
  const ring = rings[said.who]!;
  const incarnation = NOON + said.number;
  if (said.kind === 'beacon')
    return gossip({
      beacons: [beaconOf(ring, incarnation, { leaving: said.leaving, instance: run(said.number) })],
    });
  if (said.kind === 'suspicion')
    return gossip({
      suspicions: said.by === said.who ? [] : [suspicionOf(rings[said.by]!, ring.memberId, incarnation)],
    });
  const met = new Map(said.met.map(([subject, minutes]) => [subject, minutes]));
  const entries = [...met].map(
    ([subject, minutes]) => [rings[subject]!, NOON - minutes * MINUTE, run(2)] as const,
  );
  return gossip({ lists: [listOf(ring, entries, said.number).bytes] });
}

test('P42 two friends who heard the same in any order see the same and name the same host, once they compared notes', async () => {
  const story = fc.array(statement, { maxLength: 14 }).chain((said) =>
    fc.record({
      first: fc.constant(said),
      second: fc.shuffledSubarray(said, { minLength: said.length }),
      batch: fc.integer({ min: 1, max: 4 }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(story, async ({ first, second, batch }) => {
      const rings = others();
      const net = new Network([person(310), person(311), ...rings]);
      const [a, b] = [net.start(person(310), run(1)), net.start(person(311), run(1))];
      await net.connect(a, b);
      await net.pass(1_000);
      net.loses = () => true;
      for (const [node, from, heard] of [
        [a, b, first],
        [b, a, second],
      ] as const) {
        const told = heard.map((said) => spoken(rings, said));
        for (let i = 0; i < told.length; i += batch) {
          const message = gossip({
            beacons: told.slice(i, i + batch).flatMap(({ beacons }) => beacons),
            suspicions: told.slice(i, i + batch).flatMap(({ suspicions }) => suspicions),
            lists: told.slice(i, i + batch).flatMap(({ lists }) => lists),
          });
          node.actor.send({ type: 'MESSAGE', from: from.id, message, now: net.now });
        }
      }
      await net.pass(1_000);
      net.loses = () => false;
      await net.pass(45_000);
      const seen = [a, b].map(({ context, host }) => ({
        host,
        online: [...onlineMembers(context)].sort(),
        lists: context.lists,
        lives: rings.map(({ memberId }) => {
          const life = context.lives.get(memberId);
          return life && [life.beacon, life.standing, life.suspicion !== null];
        }),
      }));
      expect(seen[1]).toEqual(seen[0]);
      expect(seen[0]!.online).toContain(seen[0]!.host);
    }),
    { numRuns: Number(process.env.RUNS ?? 40), examples: [[inAnyOrder(rivals)]] },
  );
});

import type { MemberId } from '@fyteclub/identity';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  MAX_RINGS,
  neighboursOf,
  OVERLAY,
  ringsOf,
  shapeOf,
  surplusLinks,
  type LinkClaim,
  type Rings,
  type Shape,
} from './overlay.rules.ts';
import { memberCalled } from './testing/overlay-world.ts';

const nobody = (): boolean => false;
const crowd = (size: number, seed = 'crowd'): readonly MemberId[] =>
  Array.from({ length: size }, (_, number) => memberCalled(`${seed}/${number}`));

/** A group of some size, and some of it whom everybody doubts: none, a third, or nearly all. */
const group = fc
  .tuple(fc.integer({ min: 2, max: 120 }), fc.nat(), fc.constantFrom(0, 0.33, 0.9), fc.integer())
  .map(([size, seed, share, salt]) => {
    const members = crowd(size, String(seed));
    const doubted = members.filter(
      (_, i) => (Math.imul(i + 1, 2_654_435_761 ^ salt) >>> 0) / 2 ** 32 < share,
    );
    return { members, doubted: new Set(doubted) };
  });
const rings = fc.integer({ min: 1, max: MAX_RINGS });

const linksOf = (
  circles: Rings,
  members: readonly MemberId[],
  doubted: (m: MemberId) => boolean,
): ReadonlyMap<MemberId, ReadonlySet<MemberId>> =>
  new Map(members.map((member) => [member, neighboursOf(circles, member, doubted).standing]));

/** How far everybody is from one member, as far as links lead. */
function distances(
  links: ReadonlyMap<MemberId, ReadonlySet<MemberId>>,
  from: MemberId,
): ReadonlyMap<MemberId, number> {
  const hops = new Map([[from, 0]]);
  for (const [member, hop] of hops)
    for (const next of links.get(member) ?? []) if (!hops.has(next)) hops.set(next, hop + 1);
  return hops;
}

const pairs = (links: ReadonlyMap<MemberId, ReadonlySet<MemberId>>): ReadonlySet<string> =>
  new Set([...links].flatMap(([one, others]) => [...others].map((other) => [one, other].sort().join(' '))));

describe('the neighbours of everybody in a group', () => {
  test('agree with each other, are bounded, and lead to everybody whom nobody doubts', () => {
    fc.assert(
      fc.property(group, rings, ({ members, doubted }, count) => {
        const isDoubted = (member: MemberId): boolean => doubted.has(member);
        const there = members.filter((member) => !isDoubted(member));
        const links = linksOf(ringsOf(members, count), there, isDoubted);
        for (const [member, standing] of links) {
          expect(standing.size).toBeLessThanOrEqual(2 * count);
          expect(standing.has(member)).toBe(false);
          for (const other of standing) expect(links.get(other)?.has(member)).toBe(true);
        }
        const [first] = there;
        if (first !== undefined) expect(distances(links, first).size).toBe(there.length);
      }),
    );
  });

  test('are the same whatever order the members are told in', () => {
    fc.assert(
      fc.property(group, ({ members }) => {
        expect(ringsOf([...members].reverse(), OVERLAY.rings)).toEqual(ringsOf(members, OVERLAY.rings));
      }),
    );
  });

  test('are not more than five steps from anybody among a hundred, six among a thousand', () => {
    for (const [size, most] of [
      [100, 5],
      [1_000, 6],
    ] as const) {
      const members = crowd(size);
      const links = linksOf(ringsOf(members, OVERLAY.rings), members, nobody);
      const far = members.slice(0, 40).flatMap((member) => [...distances(links, member).values()]);
      expect(Math.max(...far)).toBeLessThanOrEqual(most);
      expect(far).toHaveLength(40 * size);
    }
  });

  test('hardly change when one comes, goes or is doubted: its own links, and the gaps it fills', () => {
    fc.assert(
      fc.property(group, rings, fc.nat(), ({ members }, count, who) => {
        const one = members[who % members.length];
        const others = members.filter((member) => member !== one);
        const before = pairs(linksOf(ringsOf(others, count), others, nobody));
        const after = pairs(linksOf(ringsOf(members, count), members, nobody));
        const came = [...after].filter((pair) => !before.has(pair));
        expect(came.length).toBeLessThanOrEqual(2 * count);
        expect(came.every((pair) => pair.includes(one!))).toBe(true);
        expect([...before].filter((pair) => !after.has(pair)).length).toBeLessThanOrEqual(count);
        // Doubting a member is the same as its being gone.
        const doubting = linksOf(ringsOf(members, count), others, (member) => member === one);
        expect(pairs(doubting)).toEqual(before);
      }),
    );
  });

  test('name those who were passed over, the nearest two on either side', () => {
    fc.assert(
      fc.property(group, rings, ({ members, doubted }, count) => {
        const circles = ringsOf(members, count);
        const [me] = members;
        const { standing, passed } = neighboursOf(circles, me!, (member) => doubted.has(member));
        expect(passed.size).toBeLessThanOrEqual(4 * count);
        for (const member of passed) expect(doubted.has(member) && !standing.has(member)).toBe(true);
        // Whoever I would be linked to if it were there is worth another try.
        for (const member of neighboursOf(circles, me!, nobody).standing)
          expect(standing.has(member) || passed.has(member)).toBe(true);
      }),
    );
  });

  test('are nobody for somebody who is not in the group', () => {
    const circles = ringsOf(crowd(30), OVERLAY.rings);
    expect(neighboursOf(circles, memberCalled('Eve'), nobody).standing.size).toBe(0);
  });
});

describe('a group at the threshold', () => {
  const grows = (sizes: readonly number[]): readonly Shape[] => {
    let shape: Shape = 'full';
    return sizes.map((size) => (shape = shapeOf(shape, size, 20)));
  };

  test('links everybody up to it, and goes back only when it is well below', () => {
    expect(grows([2, 20, 21, 20, 21, 17, 16, 20])).toEqual([
      'full',
      'full',
      'mesh',
      'mesh',
      'mesh',
      'mesh',
      'full',
      'full',
    ]);
  });
});

describe('links that may go', () => {
  const [low, high] = [...crowd(2)].sort() as [MemberId, MemberId];
  const link = (member: MemberId, more: Partial<LinkClaim> = {}): LinkClaim => ({
    member,
    needed: false,
    claimed: false,
    ripe: true,
    ...more,
  });

  test('are those that neither side needs, after their grace, closed by exactly one of the two', () => {
    expect(surplusLinks([link(high)], low, 64)).toEqual([high]);
    expect(surplusLinks([link(low)], high, 64)).toEqual([]);
    for (const kept of [{ needed: true }, { claimed: true }, { ripe: false }])
      expect(surplusLinks([link(high, kept)], low, 64)).toEqual([]);
  });

  test('over the limit also those that only the other side needs, the oldest first, never one of mine', () => {
    const [me, ...others] = [...crowd(9)].sort().reverse() as [MemberId, ...MemberId[]];
    const links = others.map((member, age) =>
      link(member, { claimed: true, needed: age === 0, ripe: age !== 1 }),
    );
    expect(surplusLinks(links, me, 8)).toEqual([]);
    expect(surplusLinks(links, me, 6)).toEqual([others[2], others[3]]);
    expect(surplusLinks(links, me, 0)).toEqual(others.slice(2));
  });
});

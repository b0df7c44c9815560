/** @waits */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { neighboursOf, OVERLAY, ringsOf } from '@fyteclub/transport';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { writeFiles } from '../mods/testing/folders.ts';
import { Friends, valueOf } from './testing/friends.ts';

const NAMES = ['Ada', 'Ben', 'Cleo', 'Dan', 'Eli', 'Fay', 'Gus', 'Hal', 'Ida', 'Jon', 'Kim', 'Lou'] as const;
const GRACE_MS = 5_000;
const DIALS = 3;

/** As a group of a hundred, only smaller: beyond four members everybody has two neighbours, and no others. */
const friends = new Friends({ ...OVERLAY, meshAbove: 4, rings: 1, graceMs: GRACE_MS, maxDials: DIALS });

jest.setTimeout(180_000);
beforeAll(() => friends.gather(NAMES));
afterAll(() => friends.end());

/** Whose neighbours are whose, if only those count who are up. */
function overlay(): ReadonlyMap<string, readonly string[]> {
  const ids = friends.ids();
  const rings = ringsOf([...ids.keys()], 1);
  const down = (member: string): boolean => !friends.nodes.has(member);
  return new Map(
    [...ids].map(([id, name]) => {
      const { standing } = neighboursOf(rings, id, (other) => down(ids.get(other)!));
      return [name, [...standing].map((other) => ids.get(other)!).sort()];
    }),
  );
}

/** Everybody is linked to its neighbours and to nobody else. */
const settled = (): Promise<true> =>
  friends.until('everybody to be linked to its neighbours alone', () => {
    const expected = overlay();
    return [...friends.nodes.keys()].every(
      (name) => [...friends.linksOf(name)].sort().join() === expected.get(name)?.join(),
    );
  });

/** Somebody signs an operation, and everybody who is up has it. */
async function everybodyHears(): Promise<void> {
  const known = (name: string): number => valueOf(friends.node(name).invites({})).invites.length;
  const before = new Map([...friends.nodes.keys()].map((name) => [name, known(name)]));
  await friends.invite();
  for (const [name, count] of before) await friends.until(`${name} to hear`, () => known(name) > count);
}

/** The friend so many links away from Ada. */
function friendAway(links: number): string {
  const expected = overlay();
  let [before, at] = ['', 'Ada'];
  for (let i = 0; i < links; i++) {
    const next = expected.get(at)!.find((name) => name !== before)!;
    [before, at] = [at, next];
  }
  return at;
}

/** Both say how far away they see each other. */
function stand(one: string, other: string, metres: number | null): void {
  valueOf(friends.node(one).near({ member: other, metres }));
  valueOf(friends.node(other).near({ member: one, metres }));
}

const areLinked = (one: string, other: string): boolean => friends.linksOf(one).includes(other);

describe('twelve friends with two neighbours each', () => {
  test('P76 nobody keeps another link, and everybody hears of what one of them signed', async () => {
    await settled();
    await everybodyHears();
  });

  test('two who see each other are linked for as long as they do, and a mod goes across', async () => {
    const stranger = friendAway(5);
    const folder = join(await friends.home('Ada'), 'Starlight Robe');
    writeFiles(folder, { 'meta.json': '{}', 'robe.tex': new Uint8Array(200_000).fill(7) });
    valueOf(await friends.node('Ada').share({ path: folder }));
    stand('Ada', stranger, 5);
    const path = await friends.until('the mod', () => {
      const { mods } = valueOf(friends.node(stranger).mods({}));
      return mods.find(({ state }) => state === 'complete')?.path ?? undefined;
    });
    expect(existsSync(join(path, 'robe.tex'))).toBe(true);
    await friends.pass(2 * GRACE_MS);
    expect(areLinked('Ada', stranger)).toBe(true);

    stand('Ada', stranger, null);
    await settled();
  });

  test('two who cannot dial each other are introduced, by two if nobody is linked to both', async () => {
    const stranger = friendAway(3);
    friends.outOfReach.add(`Ada ${stranger}`).add(`${stranger} Ada`);
    stand('Ada', stranger, 5);
    await friends.until('a link', () => areLinked('Ada', stranger));
    stand('Ada', stranger, null);
    await settled();
    friends.outOfReach.clear();
  });

  test('P76 where three are gone the others close the gaps, and open them again', async () => {
    const gone = NAMES.slice(2, 5);
    for (const name of gone) await friends.down(name);
    await settled();
    await everybodyHears();
    for (const name of gone) await friends.up(name);
    await settled();
    await everybodyHears();
  });

  test('P76 Ada, who comes back alone, tries everybody a few at a time, and goes on trying', async () => {
    const [near, far] = [friendAway(1), friendAway(5)];
    for (const name of NAMES) await friends.down(name);
    const dialled = new Set<number>();
    let [now, most] = [0, 0];
    friends.onDial = (step, { addresses }) => {
      now += step;
      most = Math.max(most, now);
      for (const { port } of addresses) dialled.add(port);
    };
    await friends.up('Ada');
    await friends.until('Ada to have tried everybody', () => dialled.size === NAMES.length - 1);
    // At the member's own door and, a little later, at the group's.
    expect(most).toBeLessThanOrEqual(2 * DIALS);
    friends.onDial = () => undefined;

    // Neither can dial Ada, and she waits longer and longer. The one she sees is dialled at once, the other by chance.
    for (const name of [near, far]) for (const other of NAMES) friends.outOfReach.add(`${name} ${other}`);
    await friends.pass(180_000);
    await friends.up(near);
    valueOf(friends.node('Ada').near({ member: near, metres: 5 }));
    await friends.until('Ada to dial whom she sees', () => areLinked('Ada', near), 20_000);
    await friends.down(near);
    await friends.pass(60_000);
    await friends.up(far);
    await friends.until('Ada to find whom nobody looks for', () => areLinked('Ada', far), 900_000);
  });
});

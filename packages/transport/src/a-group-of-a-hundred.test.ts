import type { MemberId } from '@fyteclub/identity';
import { expect, test } from '@jest/globals';
import { OVERLAY } from './overlay.rules.ts';
import { OverlayWorld, ROUNDS_TO_HEAL } from './testing/overlay-world.ts';

/** Two links a ring. */
const USUAL_LINKS = 2 * OVERLAY.rings;
/** While the group has just changed: some links are about to be closed. */
const MOST_LINKS = 1.5 * USUAL_LINKS;

const most = (world: OverlayWorld): number => Math.max(...world.degrees());
const someone = (world: OverlayWorld): MemberId => [...world.online][0]!;

/** Everybody who is online hears of everything. */
function expectEverybodyHears(world: OverlayWorld): void {
  expect(world.flood(someone(world)).reached).toBe(world.online.size);
}

function loseAThird(world: OverlayWorld): readonly MemberId[] {
  const gone = world.members.filter(() => world.dice() < 1 / 3);
  for (const member of gone) world.online.delete(member);
  world.cut();
  return gone;
}

/** Which of two halves each member is in. */
const halves = (world: OverlayWorld): ((member: MemberId) => boolean) => {
  const left = new Set(world.members.filter(() => world.dice() < 1 / 2));
  return (member) => left.has(member);
};

test.each([100, 1_000])(
  'P76 %d members who start at once hold ten links each, and hear everything',
  (size) => {
    const world = new OverlayWorld(size, 'all at once');
    world.rounds(5);
    expect(most(world)).toBeLessThanOrEqual(USUAL_LINKS);
    const { reached, messages, hops } = world.flood(someone(world));
    expect(reached).toBe(size);
    expect(hops).toBeLessThanOrEqual(6);
    expect(messages).toBeLessThanOrEqual(size * USUAL_LINKS);
  },
);

test.each([100, 1_000])(
  'P76 a third of %d members goes without a word, and the others close the gaps',
  (size) => {
    const world = new OverlayWorld(size, 'a third goes');
    world.rounds(5);
    const gone = loseAThird(world);
    expectEverybodyHears(world);
    world.rounds(6);
    expectEverybodyHears(world);
    expect(most(world)).toBeLessThanOrEqual(MOST_LINKS);
    expect(Math.min(...world.degrees())).toBeGreaterThan(OVERLAY.rings);

    // Whoever comes back is linked to like everybody else, and what it displaced is closed.
    for (const member of gone) world.online.add(member);
    world.round();
    expectEverybodyHears(world);
    world.rounds(6);
    expect(most(world)).toBeLessThanOrEqual(MOST_LINKS);
  },
);

test('P76 while a third is away nobody dials for it all the time', () => {
  const world = new OverlayWorld(100, 'away for long');
  loseAThird(world);
  world.rounds(60);
  const before = world.dials;
  world.rounds(60);
  const perNodeAndMinute = (world.dials - before) / world.online.size / 10;
  expect(perNodeAndMinute).toBeLessThan(6);
});

test.each([100, 1_000])('P76 two halves of %d members find each other again', (size) => {
  const world = new OverlayWorld(size, 'two halves');
  world.rounds(5);
  const left = halves(world);
  world.reaches = (from, to) => left(from) === left(to);
  world.cut();
  world.rounds(ROUNDS_TO_HEAL);
  expect(world.flood(someone(world)).reached).toBe(
    world.members.filter((m) => left(m) === left(someone(world))).length,
  );

  world.reaches = () => true;
  world.rounds(3);
  expectEverybodyHears(world);
  world.rounds(ROUNDS_TO_HEAL);
  expect(most(world)).toBeLessThanOrEqual(MOST_LINKS);
});

test('P76 two halves of which one pair in fifty can reach each other stay together', () => {
  const world = new OverlayWorld(100, 'a few bridges');
  const left = halves(world);
  const oneWay = (from: MemberId, to: MemberId): boolean => left(from) === left(to);
  world.reaches = oneWay;
  world.rounds(ROUNDS_TO_HEAL);
  const [some, other] = [0, 8].map(
    (at) =>
      (member: MemberId): number =>
        Number.parseInt(member.slice(at, at + 8), 16),
  );
  const bridged = (one: MemberId, two: MemberId): boolean => ((some!(one) ^ other!(two)) >>> 0) % 50 === 0;
  world.reaches = (from, to) => oneWay(from, to) || bridged(from, to) || bridged(to, from);
  world.rounds(ROUNDS_TO_HEAL);
  for (let i = 0; i < 2 * ROUNDS_TO_HEAL; i++) {
    world.round();
    expectEverybodyHears(world);
  }
});

test('P76 members who can only dial out all hang on to the few who can be dialled', () => {
  const world = new OverlayWorld(100, 'behind routers');
  const open = new Set(world.members.filter(() => world.dice() < 0.15));
  world.reaches = (_, to) => open.has(to);
  world.rounds(ROUNDS_TO_HEAL);
  expectEverybodyHears(world);
  expect(most(world)).toBeLessThanOrEqual(OVERLAY.maxLinks + USUAL_LINKS);
});

test('P76 one who comes back when all its neighbours are away is found', () => {
  const world = new OverlayWorld(100, 'nobody home');
  const back = someone(world);
  world.rounds(3);
  const neighbours = [...world.node(back).links.keys()];
  for (const member of [back, ...neighbours]) world.online.delete(member);
  world.cut();
  world.rounds(6);
  world.online.add(back);
  world.rounds(6);
  expectEverybodyHears(world);
  expect(world.node(back).links.size).toBeGreaterThan(OVERLAY.rings);
});

test('P76 one who was cut off for half an hour is back among its neighbours at once', () => {
  const world = new OverlayWorld(100, 'cut off');
  world.rounds(3);
  const me = someone(world);
  world.reaches = (from, to) => from !== me && to !== me;
  world.cut();
  world.rounds(180);
  expect(world.node(me).links.size).toBe(0);
  world.reaches = () => true;
  while (world.node(me).links.size === 0) world.round();
  world.round();
  expect(world.node(me).links.size).toBeGreaterThan(OVERLAY.rings);
  expectEverybodyHears(world);
});

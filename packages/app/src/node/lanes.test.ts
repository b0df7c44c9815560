import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { turnsOf, type Wish } from './lanes.rules.ts';
import { Lanes, type Mover } from './lanes.ts';

const wish = fc.constantFrom<Wish>('moves', 'waits', 'nothing');
const standings = fc
  .array(wish)
  .chain((wishes) =>
    fc
      .shuffledSubarray([...wishes.keys()], { minLength: wishes.length })
      .map((order) => wishes.map((each, at) => ({ wish: each, since: order[at]! }))),
  );

describe('whose turn it is', () => {
  test('of those that want to move so many have their turn as may, or all of them', () => {
    fc.assert(
      fc.property(standings, fc.nat({ max: 4 }), (all, most) => {
        const theirs = turnsOf(all, most);
        const wanting = all.filter((each) => each.wish !== 'nothing');
        expect(wanting.filter((each) => theirs.has(each))).toHaveLength(Math.min(most, wanting.length));
      }),
    );
  });

  test('nobody goes before one that moves already, nor before one that has waited for longer', () => {
    fc.assert(
      fc.property(standings, fc.nat({ max: 4 }), (all, most) => {
        const theirs = turnsOf(all, most);
        const wanting = all.filter((each) => each.wish !== 'nothing');
        for (const early of wanting)
          for (const late of wanting)
            if (early.wish === late.wish ? early.since < late.since : early.wish === 'moves')
              expect(theirs.has(late) && !theirs.has(early)).toBe(false);
      }),
    );
  });

  test('whoever wants nothing may begin where there is room beyond those that want to', () => {
    fc.assert(
      fc.property(standings, fc.nat({ max: 4 }), (all, most) => {
        const theirs = turnsOf(all, most);
        const idle = all.filter((each) => each.wish === 'nothing');
        const isRoom = all.length - idle.length < most;
        expect(idle.every((each) => theirs.has(each) === isRoom)).toBe(true);
      }),
    );
  });
});

/** One that waits for its turn, and moves once it has it. */
class Walker implements Mover {
  readonly #lanes: Lanes;
  #wants = false;
  #mine: boolean;

  constructor(lanes: Lanes) {
    this.#lanes = lanes;
    this.#mine = lanes.open;
    lanes.enter(this, this.#mine);
  }

  wish(): Wish {
    if (!this.#wants) return 'nothing';
    return this.#mine ? 'moves' : 'waits';
  }

  turn(mine: boolean): void {
    this.#mine = mine;
    this.#lanes.look();
  }

  want(wants: boolean): void {
    this.#wants = wants;
    this.#lanes.look();
  }
}

describe('transfers that share the way', () => {
  const walkers = (count: number, lanes: Lanes): readonly Walker[] =>
    Array.from({ length: count }, () => new Walker(lanes));
  const stand = (all: readonly Walker[]): string => all.map((each) => each.wish()[0]).join('');

  test('all move until only so many may; whoever moved first goes on, and the next follow in their order', () => {
    const lanes = new Lanes();
    const all = walkers(5, lanes);
    for (const each of [...all].reverse()) each.want(true);
    expect(stand(all)).toBe('mmmmm');
    lanes.most = 2;
    expect(stand(all)).toBe('wwwmm');
    all[4]!.want(false);
    expect(stand(all)).toBe('mwwmn');
    all[4]!.want(true);
    lanes.leave(all[3]!);
    all[0]!.want(false);
    expect(stand([all[0]!, all[1]!, all[2]!, all[4]!])).toBe('nmmw');
    lanes.most = Infinity;
    expect(stand(all)).toBe('nmmmm');
  });

  test('who comes later finds the way open or not, and never do more move than may', () => {
    const lanes = new Lanes();
    lanes.most = 2;
    const all = walkers(4, lanes);
    expect(lanes.open).toBe(true);
    let most = 0;
    for (const each of all) {
      each.want(true);
      most = Math.max(most, all.filter((one) => one.wish() === 'moves').length);
    }
    expect([most, lanes.open, stand(all)]).toEqual([2, false, 'mmww']);
    const late = new Walker(lanes);
    late.want(true);
    expect(late.wish()).toBe('waits');
  });
});

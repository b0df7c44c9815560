import type { InstanceId, MemberId } from '@fyteclub/identity';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { keepsNewer } from './peers.rules.ts';

const [ada, ben] = ['a'.repeat(64), 'b'.repeat(64)] as [MemberId, MemberId];
const run = (digit: string): InstanceId => digit.repeat(32) as InstanceId;

describe('two links to one member', () => {
  test('a new run of the peer’s node wins over its ghost', () => {
    const [ghost, fresh] = [
      { instance: run('1'), initiator: true },
      { instance: run('2'), initiator: false },
    ];
    expect(keepsNewer(ghost, fresh, ada, ben)).toBe(true);
  });

  test('whoever redials has noticed that the old link is dead', () => {
    const dial = { instance: run('1'), initiator: true };
    expect(keepsNewer(dial, dial, ada, ben)).toBe(true);
  });

  test('both sides of a crossed dial keep the same link, in whichever order they saw the two', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), (adaSawHersFirst, benSawAdasFirst) => {
        const kept = (me: MemberId, peer: MemberId, mineFirst: boolean): 'ada' | 'ben' => {
          const mine = { instance: run('1'), initiator: true, by: me };
          const theirs = { instance: run('1'), initiator: false, by: peer };
          const [older, newer] = mineFirst ? [mine, theirs] : [theirs, mine];
          return (keepsNewer(older, newer, me, peer) ? newer : older).by === ada ? 'ada' : 'ben';
        };
        expect(kept(ada, ben, adaSawHersFirst)).toBe(kept(ben, ada, !benSawAdasFirst));
      }),
    );
  });
});

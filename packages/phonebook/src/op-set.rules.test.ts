import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EMPTY_SET, firstOnes, inSet, unionOf, type OpSet } from './op-set.rules.ts';

const END = 200;

const indexesOf = (set: OpSet): readonly number[] =>
  Array.from({ length: END + 64 }, (_, index) => index).filter((index) => inSet(set, index));

/** A set as histories make them: everything up to somewhere, and something behind. */
const sets = fc
  .tuple(fc.nat(END), fc.array(fc.nat(END - 1), { maxLength: 60 }))
  .map(([length, indexes]) => unionOf([firstOnes(length)], indexes));

test('a set holds what was put into it', () => {
  expect(indexesOf(EMPTY_SET)).toEqual([]);
  fc.assert(
    fc.property(fc.nat(END), fc.array(fc.nat(END - 1)), (length, more) => {
      const expected = new Set([...Array.from({ length }, (_, index) => index), ...more]);
      expect(indexesOf(unionOf([firstOnes(length)], more))).toEqual([...expected].sort((a, b) => a - b));
    }),
  );
});

test('a union holds what any of its parts holds', () => {
  fc.assert(
    fc.property(
      fc.array(sets, { maxLength: 4 }),
      fc.array(fc.nat(END - 1), { maxLength: 4 }),
      (parts, more) => {
        const expected = new Set([...parts.flatMap(indexesOf), ...more]);
        expect(indexesOf(unionOf(parts, more))).toEqual([...expected].sort((a, b) => a - b));
      },
    ),
  );
});

test('the past of what has no fork behind it takes no room, however long it grows', () => {
  let past = EMPTY_SET;
  for (let index = 0; index < 10_000; index++) {
    past = unionOf([past], [index]);
    expect(past).toEqual(firstOnes(index + 1));
  }
});

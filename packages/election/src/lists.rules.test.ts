import { describe, expect, test } from '@jest/globals';
import type { MemberId } from '@fyteclub/identity';
import fc from 'fast-check';
import { MAX_STRANGERS, mergeLists, recall, witness, type Lists } from './lists.rules.ts';
import { ada, ben, cleo, dan, eve, listOf, NOON, person, run } from './testing/cast.ts';
import { MAX_ENTRIES, type CheckedList, type WitnessEntry } from './witness.ts';

const members = [ada, ben, cleo].map(({ memberId }) => memberId);
const pool: readonly CheckedList[] = [ada, ben, cleo, eve].flatMap((ring) =>
  [1, 2, 3].flatMap((sequence) => [
    listOf(ring, [[dan, NOON]], sequence),
    listOf(ring, [[dan, NOON + 1]], sequence),
  ]),
);
const some = fc.array(fc.constantFrom(...pool), { maxLength: 10 });
const merged = (...told: readonly (readonly CheckedList[])[]): Lists =>
  told.reduce<Lists>((lists, each) => mergeLists(lists, each, members).lists, new Map());

describe('merging lists', () => {
  test('P42 does not depend on order, grouping or repetition', () => {
    fc.assert(
      fc.property(some, some, some, (a, b, c) => {
        const reference = merged([...a, ...b, ...c]);
        expect(merged(c, b, a)).toEqual(reference);
        expect(merged([...merged(a, b).values()], [...merged(c, a).values()], b)).toEqual(reference);
        expect(mergeLists(reference, [...a, ...b], members).news).toEqual([]);
      }),
    );
  });

  test('keeps the highest number, and says what was news', () => {
    const [old, young] = [listOf(ben, [], 1), listOf(ben, [[ada, NOON]], 2)];
    expect(mergeLists(new Map(), [old, young], members).news).toEqual([young]);
    expect(mergeLists(merged([young]), [old], members)).toEqual({ lists: merged([young]), news: [] });
  });

  test('bounds the lists of strangers', () => {
    const many = Array.from({ length: MAX_STRANGERS + 9 }, (_, i) => listOf(person(100 + i), []));
    const { lists, news } = mergeLists(merged([listOf(ben, [])]), many, members);
    expect(lists.size).toBe(MAX_STRANGERS + 1);
    expect(news).toHaveLength(MAX_STRANGERS);
    expect(lists.get(ben.memberId)).toBeDefined();
  });
});

const entry = (number: number, since = NOON, instance = run(1)): WitnessEntry => ({
  subject: person(number).memberId,
  instance,
  since,
});

const nobody = (): boolean => false;

describe('writing down whom I met', () => {
  test('happens once for each run and is never refreshed', () => {
    const first = witness([], entry(2), nobody)!;
    expect(first).toEqual([entry(2)]);
    expect(witness(first, entry(2, NOON + 1), nobody)).toBeUndefined();
    expect(witness(first, entry(2, NOON + 1, run(2)), nobody)).toEqual([entry(2, NOON + 1, run(2))]);
  });

  test('forgets the absent when the book is full', () => {
    const full = Array.from({ length: MAX_ENTRIES }, (_, i) => entry(1000 + i, NOON + i));
    const online = new Set(full.slice(10).map(({ subject }) => subject));
    const next = witness(full, entry(2, NOON + 9999), (member) => online.has(member))!;
    expect(next).toHaveLength(MAX_ENTRIES);
    const left = new Set<MemberId>(next.map(({ subject }) => subject));
    expect(full.filter(({ subject }) => !left.has(subject))).toEqual([full[9]]);
  });
});

describe('recalling what I wrote before a restart', () => {
  test('brings back the earlier times, and whom I have not met again yet', () => {
    const now = [entry(2, NOON + 500), entry(3, NOON + 500, run(2))];
    const old = [entry(2, NOON), entry(3, NOON), entry(4, NOON)];
    expect(recall(now, old)).toEqual([entry(2, NOON), entry(3, NOON + 500, run(2)), entry(4, NOON)]);
  });

  test('changes nothing if it tells nothing older', () => {
    expect(recall([entry(2)], [entry(2)])).toBeUndefined();
    expect(recall([entry(2)], [entry(2, NOON + 1)])).toBeUndefined();
    expect(recall([entry(2)], [])).toBeUndefined();
  });
});

import { describe, expect, test } from '@jest/globals';
import type { KeyRing, MemberId } from '@fyteclub/identity';
import fc from 'fast-check';
import { BUCKET_MS, chooseHost, witnessedStarts } from './host.rules.ts';
import {
  ada,
  ben,
  byKeyHash,
  cleo,
  dan,
  eve,
  listOf,
  MINUTE,
  NOON,
  onlineOf,
  person,
  run,
} from './testing/cast.ts';
import type { WitnessList } from './witness.ts';

const FRIENDS = [ada, ben, cleo, dan, eve];
const idOf = ({ memberId }: KeyRing): MemberId => memberId;

/** Who met whom when, as one number per pair. */
const meetings = fc.array(
  fc.array(fc.option(fc.integer({ min: 0, max: 20 * MINUTE })), { minLength: 5, maxLength: 5 }),
  {
    minLength: 5,
    maxLength: 5,
  },
);

const listsOf = (met: readonly (readonly (number | null)[])[]): readonly WitnessList[] =>
  FRIENDS.map((witness, w) =>
    listOf(
      witness,
      FRIENDS.flatMap((subject, s) => {
        const since = met[w]?.[s];
        return since == null ? [] : [[subject, NOON + since] as const];
      }),
    ),
  );

const host = (
  lists: readonly WitnessList[],
  online = onlineOf(...FRIENDS),
  me = ada,
  members = FRIENDS.map(idOf),
) => chooseHost({ members, online, lists, me: me.memberId });

const witnessedStart = ({ memberId }: KeyRing, lists: readonly WitnessList[]): number | undefined =>
  witnessedStarts({ [memberId]: run(1) }, lists).get(memberId);

test('P42 everybody with the same lists and the same view of who is online names the same host', () => {
  fc.assert(
    fc.property(
      meetings,
      fc.shuffledSubarray(FRIENDS, { minLength: 1 }),
      fc.integer(),
      (met, present, seed) => {
        const lists = listsOf(met);
        const hosts = present.map((me, i) => {
          const order = <T>(items: readonly T[]): T[] => [
            ...items.slice((seed + i) & 3),
            ...items.slice(0, (seed + i) & 3),
          ];
          return host(order(lists), onlineOf(...order(present)), me, order(FRIENDS).map(idOf));
        });
        expect(new Set(hosts).size).toBe(1);
        expect(present.map(idOf)).toContain(hosts[0]);
      },
    ),
  );
});

test('the longest witnessed uptime hosts', () => {
  const lists = [
    listOf(ada, [
      [ben, NOON + 5 * MINUTE],
      [cleo, NOON + MINUTE],
    ]),
    listOf(ben, [
      [ada, NOON + 5 * MINUTE],
      [cleo, NOON + MINUTE],
    ]),
    listOf(cleo, [
      [ada, NOON + 5 * MINUTE],
      [ben, NOON + 5 * MINUTE],
    ]),
  ];
  expect(host(lists, onlineOf(ada, ben, cleo))).toBe(cleo.memberId);
});

describe('P43 what somebody says of its own uptime', () => {
  test('changes nothing, however much it claims', () => {
    fc.assert(
      fc.property(meetings, fc.nat(4), fc.integer({ min: 0, max: NOON }), (met, liar, claim) => {
        const lists = listsOf(met);
        const lying = lists.map((list, i) => {
          if (i !== liar) return list;
          const honest = list.entries.filter(({ subject }) => subject !== list.witness);
          return { ...list, entries: [...honest, { subject: list.witness, instance: run(1), since: claim }] };
        });
        expect(host(lying)).toBe(host(lists));
      }),
    );
  });
});

test('P44 one lying witness beside three honest ones stays within their earliest and second earliest', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: NOON }), { minLength: 3, maxLength: 8 }),
      fc.option(fc.integer({ min: 0, max: 2 * NOON })),
      (honest, lie) => {
        const subject = ada;
        const witnesses = honest.map((since, i) => listOf(person(20 + i), [[subject, since]]));
        const lying = lie === null ? [] : [listOf(eve, [[subject, lie]])];
        const start = witnessedStart(subject, [...lying, ...witnesses])!;
        const [earliest, second] = [...honest].sort((a, b) => a - b);
        expect(start).toBeGreaterThanOrEqual(earliest!);
        expect(start).toBeLessThanOrEqual(second!);
      },
    ),
  );
});

test('with fewer than three witnesses the earliest counts', () => {
  expect(witnessedStart(ada, [])).toBeUndefined();
  expect(witnessedStart(ada, [listOf(ben, [[ada, 7]])])).toBe(7);
  expect(witnessedStart(ada, [listOf(ben, [[ada, 7]]), listOf(cleo, [[ada, 5]])])).toBe(5);
});

describe('P45 equal uptimes', () => {
  const within = [listOf(ada, [[ben, NOON]]), listOf(ben, [[ada, NOON + BUCKET_MS - 1]])];

  test('within one bucket go to the lowest key hash', () => {
    expect(host(within, onlineOf(ada, ben))).toBe(byKeyHash([ada, ben])[0]!.memberId);
    const swapped = [listOf(ada, [[ben, NOON + BUCKET_MS - 1]]), listOf(ben, [[ada, NOON]])];
    expect(host(swapped, onlineOf(ada, ben))).toBe(byKeyHash([ada, ben])[0]!.memberId);
  });

  test('of another bucket do not', () => {
    const [low, high] = byKeyHash([ada, ben]) as [KeyRing, KeyRing];
    const apart = [listOf(high, [[low, NOON + BUCKET_MS]]), listOf(low, [[high, NOON]])];
    expect(host(apart, onlineOf(ada, ben))).toBe(high.memberId);
  });

  test('of nobody witnessed go to the lowest key hash, after everybody who was', () => {
    expect(host([])).toBe(byKeyHash(FRIENDS)[0]!.memberId);
    const last = byKeyHash(FRIENDS).at(-1)!;
    expect(host([listOf(ada === last ? ben : ada, [[last, NOON]])])).toBe(last.memberId);
  });
});

describe('P48 never host is', () => {
  const lists = listsOf(FRIENDS.map(() => [0, 1, 2, 3, 4].map((i) => i * MINUTE)));

  test('a member that is offline', () => {
    expect(host(lists)).toBe(ada.memberId);
    expect(host(lists, onlineOf(cleo, ben), ben)).toBe(ben.memberId);
    for (const alone of FRIENDS) expect(host([], onlineOf(alone), alone)).toBe(alone.memberId);
  });

  test('anybody who is not a member, and their word counts for nothing', () => {
    const members = [ben, cleo].map(idOf);
    expect(host(lists, onlineOf(...FRIENDS), ben, members)).toBe(ben.memberId);
    const eves = [
      listOf(eve, [[cleo, 0]]),
      listOf(ben, [[cleo, NOON]]),
      listOf(cleo, [[ben, NOON - MINUTE]]),
    ];
    expect(host(eves, onlineOf(ben, cleo), ben, members)).toBe(ben.memberId);
    expect(host(lists, onlineOf(ada), ada, [])).toBeUndefined();
  });
});

test('P49 a restart resets uptime: what was witnessed of the last run does not count', () => {
  const lists = [listOf(ada, [[ben, NOON]]), listOf(ben, [[ada, NOON + 5 * MINUTE]])];
  expect(host(lists, onlineOf(ada, ben))).toBe(ben.memberId);
  expect(host(lists, { ...onlineOf(ada), [ben.memberId]: run(2) })).toBe(ada.memberId);
});

test('alone, I am host', () => {
  expect(host([], {}, eve)).toBe(eve.memberId);
  expect(chooseHost({ members: [], online: {}, lists: [], me: eve.memberId })).toBeUndefined();
});

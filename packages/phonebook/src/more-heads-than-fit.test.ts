import { expect, test } from '@jest/globals';
import { emptyBook } from './book.rules.ts';
import { MAX_HEADS } from './messages.ts';
import { digestOf, missingOps } from './sync.rules.ts';
import { ada, NOON, trio, type Copy } from './testing/cast.ts';

/** Ada signs so many operations at once, none of which has seen another. */
function torn(heads: number): Copy {
  const copy = trio();
  const copies = Array.from({ length: heads }, () => copy.split());
  copies.forEach((one, number) => {
    one.invite(ada, 1000 + number);
    copy.merge(one);
  });
  return copy;
}

const digest = ({ graph }: Copy) => digestOf(graph, emptyBook, NOON, { answer: false, records: false });

test.each([MAX_HEADS, MAX_HEADS + 1, 3 * MAX_HEADS])(
  'P27 of two histories with the same %s heads nothing is told, and of one that lacks a head that one is',
  (heads) => {
    const copy = torn(heads);
    expect(copy.roster.heads).toHaveLength(heads);
    expect(digest(copy).heads).toHaveLength(MAX_HEADS);
    expect(missingOps(copy.graph, digest(copy))).toEqual([]);
    const last = copy.roster.heads.at(-1);
    const less = trio();
    less.take(...copy.ops.filter(({ id }) => id !== last));
    expect(missingOps(copy.graph, digest(less)).map(({ id }) => id)).toContain(last);
  },
);

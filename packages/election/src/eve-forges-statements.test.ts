import { expect, test } from '@jest/globals';
import { concat, toHex, type ShellId } from '@fyteclub/identity';
import fc from 'fast-check';
import { MAX_LISTS, parseMessage, witnessMessages } from './messages.ts';
import { ada, ben, cleo, eve, listOf, NOON, person, run, SHELL } from './testing/cast.ts';
import { checkList, MAX_ENTRIES, MAX_LIST_BYTES, signList } from './witness.ts';

const { bytes, ...list } = listOf(ada, [
  [ben, NOON],
  [cleo, NOON + 1],
]);

test('reads back what the witness signed', () => {
  expect(checkList(bytes, SHELL)).toMatchObject({ ok: true, value: { ...list, bytes } });
});

test('P2 any flipped bit makes a list rejected', () => {
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const flipped = bytes.slice();
    flipped[bit >>> 3]! ^= 1 << (bit & 7);
    expect({ bit, ok: checkList(flipped, SHELL).ok }).toEqual({ bit, ok: false });
  }
});

test('P3 signing what was read gives the same bytes, in whatever order it was told', () => {
  const { sequence, shell } = list;
  expect(signList(ada, { sequence, shell, entries: [...list.entries].reverse() })).toEqual(bytes);
  const longer = concat(bytes.subarray(0, -64), Uint8Array.of(0));
  expect(checkList(concat(longer, ada.sign(longer)), SHELL)).toEqual({ ok: false, error: 'malformed' });
});

test('P4 a list of one group is refused in another', () => {
  expect(checkList(bytes, 'cd'.repeat(32) as ShellId)).toEqual({ ok: false, error: 'foreign-shell' });
});

test('nobody signs for another', () => {
  const payload = bytes.subarray(0, -64);
  expect(checkList(concat(payload, eve.sign(payload)), SHELL)).toEqual({ ok: false, error: 'bad-signature' });
});

test('nobody is witnessed twice by one witness', () => {
  const entry = { subject: ben.memberId, instance: run(1), since: NOON };
  const twice = signList(ada, {
    shell: SHELL,
    sequence: 1,
    entries: [entry, { ...entry, instance: run(2) }],
  });
  expect(checkList(twice, SHELL)).toEqual({ ok: false, error: 'malformed' });
});

test('the longest list fits, a longer one cannot be made or read', () => {
  const entries = Array.from({ length: MAX_ENTRIES + 1 }, (_, i) => ({
    subject: person(1000 + i).memberId,
    instance: run(1),
    since: NOON,
  }));
  const longest = signList(ada, { shell: SHELL, sequence: 1, entries: entries.slice(1) });
  expect(checkList(longest, SHELL).ok).toBe(true);
  expect(longest.length).toBeLessThanOrEqual(MAX_LIST_BYTES);
  expect(() => signList(ada, { shell: SHELL, sequence: 1, entries })).toThrow(RangeError);
  expect(checkList(new Uint8Array(MAX_LIST_BYTES + 1), SHELL)).toEqual({ ok: false, error: 'too-large' });
});

/** As the first release wrote it. If this changes, old members cannot read new lists. */
const GOLDEN = [
  '66797465636c75622f7769746e6573730001abababababababababababababababababababababababababababababab',
  'abab6e0b690bc94300044b79af0d17844d8f79e47a71f2bd90abbf693d7b459d43d20000019b796dd60000000002112c',
  '57bd02ec8463cf0d213135a4a2ca5057ebac6ea988f7e373566c418672b3010101010101010101010101010101010000',
  '019b796dd600afbb58dfa78525183266f50d0d3be3cac35c6d9def08f27afdeb59dd1278175d01010101010101010101',
  '0101010101010000019b796dd601f62044f35bae6cc43dc57601f6e978ae9e345ed8c46d9080e6a9e9319d7ca52f4665',
  '7701ada91646a292f2bd2b86e677fab8c59df0f447217556006324c1a70d',
].join('');

test('version 1 of a witness list has these bytes', () => {
  expect(toHex(bytes)).toBe(GOLDEN);
});

test('whatever comes, reading never throws', () => {
  fc.assert(
    fc.property(
      fc.anything({ withTypedArray: true }),
      fc.uint8Array({ maxLength: 300 }),
      (anything, junk) => {
        expect(parseMessage(anything)).toBeUndefined();
        expect(checkList(junk, SHELL).ok).toBe(false);
      },
    ),
  );
  for (const body of [
    { type: 'election.witness' },
    { type: 'election.witness', lists: ['text'] },
    { type: 'election.witness', lists: [new Uint8Array(MAX_LIST_BYTES + 1)] },
    { type: 'election.witness', lists: Array(MAX_LISTS + 1).fill(bytes) },
    { type: 'election.resign' },
    { type: 'election.resign', instance: 'AB'.repeat(16) },
    { type: 'election.resign', instance: 'ab' },
    { type: 'election.vote' },
  ])
    expect(parseMessage(body)).toBeUndefined();
});

test('messages read as they were sent, without anything else that was in them', () => {
  expect(parseMessage({ type: 'election.resign', instance: run(7), more: 1 })).toEqual({
    type: 'election.resign',
    instance: run(7),
  });
  const message = { type: 'election.witness', lists: [bytes] };
  expect(parseMessage({ ...message, more: 1 })).toEqual(message);
});

test('many lists go in batches below 48 KiB', () => {
  const many = Array.from({ length: 300 }, () => ({ ...list, bytes }));
  const messages = witnessMessages(many);
  expect(messages.flatMap(({ lists }) => lists)).toHaveLength(300);
  for (const { lists } of messages) {
    expect(lists.reduce((sum, each) => sum + each.length, 0)).toBeLessThan(48 * 1024);
    expect(parseMessage({ type: 'election.witness', lists })).toBeDefined();
  }
});

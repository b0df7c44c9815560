import { expect, test } from '@jest/globals';
import type { EpochId } from '@fyteclub/identity';
import { joinHistory, welcomeMessages } from './admission.ts';
import { parseHistory, parseWelcome, type History, type Welcome } from './membership.messages.ts';

const MEGABYTE = 1024 * 1024;
const ops = Array.from({ length: 9_000 }, (_, i) => new Uint8Array(400).fill(i & 255));
const welcome: Welcome = {
  type: 'membership.welcome',
  ops,
  records: [new Uint8Array(300)],
  token: new Uint8Array(300),
  epoch: 'ab'.repeat(32) as EpochId,
  epochBox: new Uint8Array(72),
};
const sizeOf = (all: readonly Uint8Array[]): number => all.reduce((sum, { length }) => sum + length, 0);

test('a history of nine thousand operations goes ahead of the welcome in parts that fit a link, in order', () => {
  const messages = welcomeMessages(welcome);
  expect(messages.length).toBeGreaterThan(4);
  for (const message of messages) expect(sizeOf(message.ops)).toBeLessThan(MEGABYTE * 0.75);
  let told: readonly Uint8Array[] = [];
  for (const message of messages.slice(0, -1)) told = joinHistory(told, parseHistory(message)!)!;
  const last = parseWelcome(messages.at(-1))!;
  expect([...told, ...last.ops]).toEqual(ops);
});

test('a short one comes whole', () => {
  const short = { ...welcome, ops: ops.slice(0, 3) };
  expect(welcomeMessages(short)).toEqual([short]);
});

test('Eve tells more than any group has: she is not listened to any further', () => {
  const part: History = { type: 'membership.history', ops: [new Uint8Array(MEGABYTE)] };
  let told: readonly Uint8Array[] | undefined = [];
  for (let i = 0; i < 40 && told !== undefined; i++) told = joinHistory(told, part);
  expect(told).toBeUndefined();
  const many = { ...part, ops: ops.slice(0, 8_000).map(() => new Uint8Array(1)) };
  expect(joinHistory(many.ops, { ...many, ops: [...many.ops, ...many.ops] })).toBeUndefined();
  for (const junk of [
    undefined,
    7,
    {},
    { type: 'membership.history' },
    { type: 'membership.history', ops: [1] },
  ])
    expect(parseHistory(junk)).toBeUndefined();
});

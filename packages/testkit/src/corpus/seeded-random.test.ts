import { expect, test } from '@jest/globals';
import { seededRandom } from './seeded-random.ts';

test('the bytes are the same however many are drawn at a time', () => {
  const whole = seededRandom('a').bytes(20_000);
  const dice = seededRandom('a');
  const lengths = [0, 24, 1, 4_096, 5_000, 32, 10_847];
  expect(Buffer.concat(lengths.map((length) => dice.bytes(length))).equals(whole)).toBe(true);
});

test('drawn bytes are nobody else’s', () => {
  const [dice, other] = [seededRandom('a'), seededRandom('a')];
  dice.bytes(24).fill(0);
  other.bytes(24);
  expect(dice.bytes(24)).toEqual(other.bytes(24));
});

test('the sequence is the one that recorded seeds rely on', () => {
  expect(seededRandom('a').bytes(8).toString('hex')).toBe('4025713500d9eca0');
});

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { band, bytes, countdown, duration, percent, rate } from './amounts.rules.ts';

test('bytes are told with as much as matters', () => {
  const told = [0, 999, 1000, 1_234_567, 99_940_000, 999_950, 999_999_999, 64 * 2 ** 30].map(bytes);
  expect(told).toEqual(['0 B', '999 B', '1.0 kB', '1.2 MB', '99.9 MB', '1.0 MB', '1.0 GB', '68.7 GB']);
  expect(rate(2_100_000)).toBe('2.1 MB/s');
});

test('no number of bytes reads longer than "9999 TB"', () => {
  fc.assert(fc.property(fc.double({ min: 0, max: 9e15, noNaN: true }), (count) => bytes(count).length <= 7));
});

test('times are told in the two greatest units there are', () => {
  expect([12, 60, 3_725, 7_200, 90_000, 172_800].map(duration)).toEqual([
    '12 s',
    '1 min',
    '1 h 2 min',
    '2 h',
    '1 d 1 h',
    '2 d',
  ]);
});

test('a countdown tells seconds only at its end', () => {
  expect([3_600_000, 3_540_500, 600_000, 245_000, 8_001, -5].map(countdown)).toEqual([
    '1 h',
    '59 min',
    '10 min',
    '4:05',
    '0:09',
    '0:00',
  ]);
});

test('a hundred per cent is told only of what is whole', () => {
  expect([percent(0, 10), percent(999, 1000), percent(10, 10), percent(0, 0), percent(20, 10)]).toEqual([
    0, 99, 100, 100, 100,
  ]);
});

test('metres are told as bands, at the borders at which mods start and stop', () => {
  expect([null, 0, 50, 50.01, 55, 55.5].map(band)).toEqual(['unseen', 'near', 'near', 'edge', 'edge', 'far']);
});

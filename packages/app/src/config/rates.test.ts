import { expect, test } from '@jest/globals';
import { parseRate } from './rates.ts';

test.each([
  ['off', null],
  ['500 kB/s', 500_000],
  ['2MB/s', 2_000_000],
  [' 1.5 MB/s ', 1_500_000],
  ['16 Mbit/s', 2_000_000],
  ['800kbit/s', 100_000],
])('%s', (text, rate) => {
  expect(parseRate(text)).toEqual({ ok: true, value: rate });
});

test.each(['', 'fast', '0 MB/s', '10 kB/s', '2 MB', '-1 MB/s', '2 mb/s', '1e9 MB/s', '2 MB/s please'])(
  '"%s" is no rate',
  (text) => {
    expect(parseRate(text)).toMatchObject({ ok: false, error: { code: 'bad-rate' } });
  },
);

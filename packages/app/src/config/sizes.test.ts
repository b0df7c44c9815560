import { expect, test } from '@jest/globals';
import { parseSize } from './sizes.ts';

test.each([
  ['off', null],
  ['500 kB', 500_000],
  [' 2.5GB ', 2_500_000_000],
  ['10 GiB', 10_737_418_240],
  ['0 MB', 0],
])('%s', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

test.each(['', 'big', '10', '10 gb', '-1 GB', '1e9 GB', '2 MB/s', '10 GiB please'])(
  '"%s" is no size',
  (text) => {
    expect(parseSize(text)).toBeUndefined();
  },
);

import { expect, test } from '@jest/globals';
import { parseUnderTest, underTestArgs, type UnderTest } from './under-test-options.ts';

test.each<UnderTest>([
  {},
  { seed: 'Ada 1' },
  { seed: '--', record: '/tmp/x y', secrets: '/tmp/z', electionBucketMs: 500 },
  { fault: 'reject', aheadMs: 2_700_000_000 },
])('what the harness writes the entry reads: %j', (options) => {
  const product = ['up', '--home', '/tmp/h', '--json', '--', 'x'];
  expect(parseUnderTest(underTestArgs(options, product))).toEqual({
    ok: true,
    value: { options, rest: product },
  });
});

test.each([
  ['--dice', '7', '--'],
  ['--election-bucket-ms', 'soon', '--'],
  ['--election-bucket-ms', '0', '--'],
  ['--ahead-ms', '-1', '--'],
  ['--fault', 'burn', '--'],
])('what it does not know it refuses with a sentence: %s %s', (...argv) => {
  expect(parseUnderTest(argv)).toEqual({ ok: false, error: expect.any(String) });
});

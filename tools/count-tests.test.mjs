import { expect, test } from '@jest/globals';
import { countTests } from './count-tests.mjs';

const results = (numPassedTests, numFailedTests, numRuntimeErrorTestSuites, success) => ({
  numPassedTests,
  numFailedTests,
  numRuntimeErrorTestSuites,
  success,
});

test.each([
  ['all passed', results(7, 0, 0, true), { passed: 7, failed: 0 }],
  ['some failed', results(5, 2, 0, false), { passed: 5, failed: 2 }],
  ['a file that could not run', results(5, 1, 1, false), { passed: 5, failed: 2 }],
  ['a run that failed for another reason', results(5, 0, 0, false), { passed: 5, failed: 1 }],
  ['nothing ran', results(0, 0, 0, true), { passed: 0, failed: 1 }],
  ['no results at all', undefined, { passed: 0, failed: 1 }],
])('%s', (_what, given, counted) => {
  expect(countTests(given)).toEqual(counted);
});

/**
 * Prints `N passed, N failed` for a file that Jest wrote with `--json --outputFile`. A file of tests that could
 * not run at all counts as one failure, and so does a run that left no such file.
 */
import { existsSync, readFileSync } from 'node:fs';
import { isMain } from './tool.mjs';

/** @param results Jest's results, or undefined when there are none. */
export function countTests(results) {
  if (!results) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = results;
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  // A run that Jest itself calls failed, or that ran nothing, has at least one failure, whatever the sums say.
  const wrong = !results.success || numPassedTests === 0;
  return { passed: numPassedTests, failed: wrong ? Math.max(1, failed) : failed };
}

if (isMain(import.meta)) {
  const file = process.argv[2];
  const written = file !== undefined && existsSync(file) ? readFileSync(file, 'utf8') : '';
  const { passed, failed } = countTests(written === '' ? undefined : JSON.parse(written));
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failed > 0 ? 1 : 0;
}

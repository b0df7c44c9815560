/** What every tool here shares: where the repository is, and how problems are told. */
import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Whether this module is what node was asked to run, and not one that a test imports. */
export const isMain = ({ url }) =>
  process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(url);

/** The repository, or the folder after `--root`. */
export function repository(argv = process.argv) {
  const at = argv.indexOf('--root');
  return at > 0 && argv[at + 1] !== undefined
    ? argv[at + 1]
    : dirname(dirname(fileURLToPath(import.meta.url)));
}

/** One problem a line on stderr, and the exit code that goes with it. */
export function report(problems) {
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

/**
 * Writes the table of every error code that a verb can answer into the app's README, between
 * `<!-- problems -->` and `<!-- /problems -->`. With `--check` it changes nothing and fails when the table is stale.
 * Reads what `npm run build` has made.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { isMain, report, repository } from './tool.mjs';

const PLACE = /^<!-- problems -->$[^]*?^<!-- \/problems -->$/m;

const cell = (text) => text.replaceAll('|', '\\|').replaceAll(/\{(\w+)\}/g, '*$1*');

/** The README with the table in its place. @throws when there is no place. */
export function placeProblems(readme, problems) {
  if (!PLACE.test(readme)) throw new Error('there is no place for the error codes');
  const rows = Object.entries(problems)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { message, next, exit }]) => `| \`${code}\` | ${cell(message)} | ${cell(next)} | ${exit} |`);
  const table = ['| code | meaning | next step | exit code |', '| --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
  return readme.replace(PLACE, () => `<!-- problems -->\n\n${table}\n\n<!-- /problems -->`);
}

if (isMain(import.meta)) {
  const folder = join(repository(), 'packages/app');
  const file = join(folder, 'README.md');
  const { everyProblem } = await import(pathToFileURL(join(folder, 'dist/index.js')).href);
  const before = readFileSync(file, 'utf8');
  const options = { ...(await resolveConfig(file)), parser: 'markdown' };
  const after = await format(placeProblems(before, everyProblem()), options);
  if (process.argv.includes('--check')) {
    report(
      before === after
        ? []
        : ['packages/app/README.md: the error codes are stale; run node tools/list-problems.mjs'],
    );
  } else if (before !== after) writeFileSync(file, after);
}

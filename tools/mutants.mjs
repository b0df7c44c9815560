/**
 * Switches one countermeasure off at a time and shows that a test notices. Each mutant (mutants/*.mjs) names the
 * property it attacks, the line it changes and the tests that must go red; a mutant that lives means that the
 * property is claimed and not shown.
 *
 * `node tools/mutants.mjs [--only 30,31] [--workers 2] [--json]`. The work tree is copied and never touched.
 */
import { spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { numbersOf } from './check-properties.mjs';
import { isMain, report, repository } from './tool.mjs';

const PATIENCE_MS = 180_000;

/** All mutants, by property. */
export async function readMutants(root = repository()) {
  const folder = join(root, 'tools/mutants');
  const files = readdirSync(folder).filter((name) => name.endsWith('.mjs'));
  const lists = await Promise.all(files.map((name) => import(join(folder, name))));
  return lists.flatMap(({ mutants }) => mutants).sort((a, b) => a.property - b.property);
}

/**
 * One change to one file; a countermeasure that stands twice takes two.
 *
 * @throws Error if the text to change is not there exactly once: the code has moved on and the mutant has not.
 */
export function mutate(source, [file, from, to]) {
  const parts = source.split(from);
  if (parts.length !== 2) throw new Error(`${parts.length - 1} places in ${file} fit ${from}`);
  return parts.join(to);
}

/** A copy of the repository whose packages find each other and nobody else's. */
function copyRepository(root) {
  const copy = mkdtempSync(join(tmpdir(), 'fy-mutants-'));
  for (const name of ['package.json', 'jest.config.js', 'packages', 'tools']) {
    cpSync(join(root, name), join(copy, name), {
      recursive: true,
      filter: (path) => !/[\\/](node_modules|dist)([\\/]|$)/.test(path.slice(root.length)),
    });
  }
  const modules = join(root, 'node_modules');
  mkdirSync(join(copy, 'node_modules/@fyteclub'), { recursive: true });
  for (const name of readdirSync(modules)) {
    if (name !== '@fyteclub') symlinkSync(join(modules, name), join(copy, 'node_modules', name));
  }
  for (const name of readdirSync(join(copy, 'packages'))) {
    symlinkSync(join('../../packages', name), join(copy, 'node_modules/@fyteclub', name));
  }
  endOnFailure(copy);
  return copy;
}

/** A law that is broken need not be broken in the smallest way: shrinking would take longer than the test. */
function endOnFailure(copy) {
  const setup = join(copy, 'end-on-failure.setup.mjs');
  writeFileSync(setup, "import fc from 'fast-check';\nfc.configureGlobal({ endOnFailure: true });\n");
  const config = join(copy, 'jest.config.js');
  const node = "testEnvironment: 'node',";
  const changed = readFileSync(config, 'utf8').replaceAll(node, `${node} setupFiles: ['${setup}'],`);
  writeFileSync(config, changed);
}

/** @returns Jest's results, or undefined if it did not get as far as to have any. */
function runTests(copy, { project, tests }) {
  const out = join(copy, 'results.json');
  rmSync(out, { force: true });
  const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
  const args = ['--selectProjects', project, '--runInBand', '--json', `--outputFile=${out}`, '--', ...tests];
  const child = spawn(process.execPath, [...jest, ...args], { cwd: copy, stdio: 'ignore' });
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    child.once('close', () => {
      clearTimeout(timer);
      try {
        resolve(JSON.parse(readFileSync(out, 'utf8')));
      } catch {
        resolve(undefined);
      }
    });
  });
}

const titlesOf = (results, status) =>
  (results?.testResults ?? [])
    .flatMap(({ assertionResults }) => assertionResults)
    .filter((test) => test.status === status)
    .map(({ ancestorTitles, title }) => [...ancestorTitles, title]);

/** Whether a failed test is about the property: its number stands first in its title or in its group's. */
const isAbout = (property) => (titles) => titles.some((title) => numbersOf(title).includes(property));

/** Changes the copy, runs the tests, changes it back. */
export async function tryMutant(copy, mutant) {
  const before = new Map();
  for (const change of mutant.changes) {
    const path = join(copy, change[0]);
    const source = readFileSync(path, 'utf8');
    if (!before.has(path)) before.set(path, source);
    writeFileSync(path, mutate(source, change));
  }
  try {
    const results = await runTests(copy, mutant);
    if (results === undefined) return { ...mutant, killed: false, why: 'the tests did not end' };
    const failed = titlesOf(results, 'failed').filter(isAbout(mutant.property));
    if (failed.length > 0) return { ...mutant, killed: true, by: failed.map((titles) => titles.join(' › ')) };
    const broken = results.numRuntimeErrorTestSuites > 0 ? 'the mutant does not even load' : undefined;
    return { ...mutant, killed: false, why: broken ?? `no test that begins with P${mutant.property} failed` };
  } finally {
    for (const [path, source] of before) writeFileSync(path, source);
  }
}

async function work(root, queue, told) {
  const copy = copyRepository(root);
  try {
    for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
      told(await tryMutant(copy, mutant));
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

const after = (flag) => {
  const at = process.argv.indexOf(flag);
  return at > 0 ? process.argv[at + 1] : undefined;
};

if (isMain(import.meta)) {
  const root = repository();
  const only = after('--only')?.split(',').map(Number);
  const all = await readMutants(root);
  const queue = all.filter(({ property }) => only === undefined || only.includes(property));
  const workers = Number(after('--workers') ?? Math.min(2, availableParallelism()));
  const done = [];
  await Promise.all(
    Array.from({ length: workers }, () =>
      work(root, queue, (outcome) => {
        done.push(outcome);
        const { property, what, killed, by, why } = outcome;
        const line = killed
          ? `red   P${property} ${what}\n        by ${by[0]}`
          : `ALIVE P${property} ${what}: ${why}`;
        process.stderr.write(`${line}\n`);
      }),
    ),
  );
  const alive = done.filter(({ killed }) => !killed);
  process.stdout.write(
    process.argv.includes('--json')
      ? `${JSON.stringify(done)}\n`
      : `${done.length} mutants, ${done.length - alive.length} red, ${alive.length} alive\n`,
  );
  report(
    alive.map(({ property, file, what, why }) => `P${property} is not shown (${file}: ${what}): ${why}`),
  );
}

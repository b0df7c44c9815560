/**
 * Switches one countermeasure off at a time and shows that a test notices. Each mutant (mutants/*.mjs) names the
 * property it attacks, the line it changes and the tests that must go red; a mutant that lives means that the
 * property is claimed and not shown.
 *
 * `node tools/mutants.mjs [--only 30,31] [--workers 2] [--seed 1] [--json]`. The work tree is copied and never touched.
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

const after = (flag) => {
  const at = process.argv.indexOf(flag);
  return at > 0 ? process.argv[at + 1] : undefined;
};

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
  tameLaws(copy);
  return copy;
}

function tameLaws(copy) {
  const config = join(copy, 'jest.config.js');
  const node = "testEnvironment: 'node',";
  const setup = `setupFiles: ['${join(copy, 'tools/laws.setup.mjs')}'],`;
  writeFileSync(config, readFileSync(config, 'utf8').replaceAll(node, `${node} ${setup}`));
}

/**
 * Only tests that name the properties are run: no other failure would tell anything, and with a countermeasure off
 * some might take for ever.
 *
 * @returns Jest's results, or undefined if it did not get as far as to have any.
 */
function runTests(copy, { project, tests, properties }) {
  const out = join(copy, 'results.json');
  rmSync(out, { force: true });
  const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
  const which = ['--selectProjects', project, '--testNamePattern', `\\bP(${properties.join('|')})\\b`];
  const args = [...which, '--runInBand', '--json', `--outputFile=${out}`, '--', ...tests];
  const env = { ...process.env, LAWS_SEED: after('--seed') ?? '1' };
  const child = spawn(process.execPath, [...jest, ...args], { cwd: copy, stdio: 'ignore', env });
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
    const results = await runTests(copy, { ...mutant, properties: [mutant.property] });
    if (results === undefined) return { ...mutant, killed: false, why: 'the tests did not end' };
    const failed = titlesOf(results, 'failed').filter(isAbout(mutant.property));
    if (failed.length > 0) return { ...mutant, killed: true, by: failed.map((titles) => titles.join(' › ')) };
    const broken = results.numRuntimeErrorTestSuites > 0 ? 'the mutant does not even load' : undefined;
    return { ...mutant, killed: false, why: broken ?? `no test that begins with P${mutant.property} failed` };
  } finally {
    for (const [path, source] of before) writeFileSync(path, source);
  }
}

/** Every project with the tests that its mutants want to see go red. */
export function testsOf(mutants) {
  const projects = [...new Set(mutants.map(({ project }) => project))];
  return projects.map((project) => {
    const some = mutants.filter((mutant) => mutant.project === project);
    return {
      project,
      tests: [...new Set(some.flatMap(({ tests }) => tests))],
      properties: [...new Set(some.map(({ property }) => property))],
    };
  });
}

/** A test that is red with nothing switched off shows nothing. @returns what is wrong. */
async function tryNothing(copy, { project, ...rest }) {
  const results = await runTests(copy, { project, ...rest });
  if (results === undefined) return [`with nothing switched off the tests of ${project} do not end`];
  const red = titlesOf(results, 'failed').map((titles) => titles.join(' › '));
  if (!results.success && red.length === 0) red.push(`the tests of ${project} do not load`);
  return red.map((title) => `with nothing switched off this fails: ${title}`);
}

/** One line a mutant while they are tried. */
function tell({ property, what, killed, by, why }) {
  const line = killed
    ? `red   P${property} ${what}\n        by ${by[0]}`
    : `ALIVE P${property} ${what}: ${why}`;
  process.stderr.write(`${line}\n`);
}

/** Takes one job after another, in a copy of its own. */
async function work(root, queue) {
  const copy = copyRepository(root);
  try {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) await job(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

if (isMain(import.meta)) {
  const root = repository();
  const only = after('--only')?.split(',').map(Number);
  const all = await readMutants(root);
  const mutants = all.filter(({ property }) => only === undefined || only.includes(property));
  const workers = Number(after('--workers') ?? Math.min(2, availableParallelism()));
  const [done, problems] = [[], []];
  const queue = [
    ...testsOf(mutants).map((tests) => async (copy) => problems.push(...(await tryNothing(copy, tests)))),
    ...mutants.map((mutant) => async (copy) => {
      const outcome = await tryMutant(copy, mutant);
      done.push(outcome);
      tell(outcome);
    }),
  ];
  await Promise.all(Array.from({ length: workers }, () => work(root, queue)));
  const alive = done.filter(({ killed }) => !killed);
  process.stdout.write(
    process.argv.includes('--json')
      ? `${JSON.stringify(done)}\n`
      : `${done.length} mutants, ${done.length - alive.length} red, ${alive.length} alive\n`,
  );
  report([
    ...problems,
    ...alive.map(
      ({ property, changes, what, why }) => `P${property} is not shown (${changes[0][0]}: ${what}): ${why}`,
    ),
  ]);
}

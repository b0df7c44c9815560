/**
 * Packs everything, installs each package with nothing but what it names in an empty folder, and there compiles and
 * runs a few lines that use it; publint and "are the types wrong" look at each file too. Of the product it starts a
 * node and ends it. Prints a table; fails when any cell does. Needs a build.
 */
import { execFile, spawn } from 'node:child_process';
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { LICENCE, packAll, packagesOf, readManifest, siblingsOf } from './pack.mjs';
import { programOf, uses } from './pack-uses.mjs';
import { isMain, repository } from './tool.mjs';

const run = promisify(execFile);
const STEP_MS = 180_000;
/** What the packages' own types mention of node; whoever writes TypeScript for node has it. */
const NODE_TYPES = '@types/node';

/** The ways into a package: '@fyteclub/identity', '@fyteclub/identity/testing'. */
export const entriesOf = ({ name, exports }) => Object.keys(exports).map((path) => `${name}${path.slice(1)}`);

const tsconfig = {
  compilerOptions: {
    target: 'ES2023',
    module: 'NodeNext',
    strict: true,
    skipLibCheck: true,
    types: ['node'],
    rootDir: '.',
    outDir: 'out',
  },
  include: ['*.ts'],
};

/** Installs files, and what they name, in an empty folder. No script of any package runs. */
async function install(folder, files) {
  await mkdir(folder, { recursive: true });
  const manifest = { private: true, type: 'module' };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const args = ['install', '--ignore-scripts', '--prefer-offline', ...quiet, ...files];
  await run('npm', args, { cwd: folder, timeout: STEP_MS });
}

async function compile(root, folder, entries) {
  for (const [i, entry] of entries.entries()) await writeFile(join(folder, `use${i}.ts`), programOf(entry));
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  await run(process.execPath, [tsc, '-p', folder], { cwd: folder, timeout: STEP_MS });
}

async function runUses(folder, entries) {
  for (const i of entries.keys())
    await run(process.execPath, [join('out', `use${i}.js`)], { cwd: folder, timeout: STEP_MS });
}

async function lint(file) {
  const bytes = await readFile(file);
  const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  const { messages, pkg } = await publint({ strict: true, pack: { tarball } });
  if (messages.length > 0) throw new Error(messages.map((one) => formatMessage(one, pkg)).join('\n'));
}

const checkTypes = (root, file) =>
  run(
    process.execPath,
    [join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js'), '--profile', 'esm-only', file],
    {
      timeout: STEP_MS,
    },
  );

/** Starts a node from what was installed, waits until it is ready, and ends it as a terminal would. */
async function upAndDown(folder) {
  const command = join(folder, 'node_modules/.bin/fyteclub');
  const options = ['--home', join(folder, 'home'), 'up', '--bind', '127.0.0.1', '--no-open', '--json'];
  const child = spawn(command, options, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
  const timer = setTimeout(() => child.kill('SIGKILL'), STEP_MS);
  let told = '';
  const ready = new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => {
        told += data;
        if (/"ready".*\n/.test(told)) resolve();
      });
  });
  await Promise.race([ready, ended]);
  const page = await pageOf(told).catch((error) => error.message);
  child.kill('SIGTERM');
  const code = await ended;
  clearTimeout(timer);
  if (code !== 0 || !told.includes('"ready"')) throw new Error(`the node ended with ${code}\n${told}`);
  if (!page.includes('<title>')) throw new Error(`its page is ${page}`);
}

/** The page of a node that has said it is ready. */
async function pageOf(told) {
  const ready = told.split('\n').find((line) => line.includes('"ready"'));
  const answer = await fetch(JSON.parse(ready).page);
  return answer.text();
}

/** Installs a package, and what it names, as anybody would; its licence must have come along. */
async function installLicensed(folder, name, files) {
  await install(folder, files);
  await access(join(folder, 'node_modules', name, LICENCE));
}

/** The product, from its one file. */
async function checkProduct(scratch, file, cell) {
  const folder = join(scratch, 'product');
  await cell('install', () => installLicensed(folder, 'fyteclub', [file]));
  await cell('publint', () => lint(file));
  await cell('run', async () => {
    const options = { cwd: folder, timeout: STEP_MS };
    const { stdout } = await run('npx', ['--no-install', 'fyteclub', '--version'], options);
    const { version } = readManifest(join(folder, 'node_modules/fyteclub'));
    if (!stdout.includes(version)) throw new Error(`it calls itself ${stdout}`);
    await upAndDown(folder);
  });
}

async function checkPackage(root, scratch, { name, folder }, tarballs, packages, cell) {
  const manifest = readManifest(folder);
  const entries = entriesOf(manifest);
  const place = join(scratch, name.split('/')[1]);
  const files = [name, ...siblingsOf(name, packages)].map((one) => tarballs[one]);
  const nodeTypes = `${NODE_TYPES}@${readManifest(root).devDependencies[NODE_TYPES]}`;
  const strangers = entries.filter((entry) => uses[entry] === undefined);
  await cell('install', () => installLicensed(place, name, [...files, nodeTypes]));
  await cell('types', () => checkTypes(root, tarballs[name]));
  await cell('publint', () => lint(tarballs[name]));
  await cell('compile', async () => {
    if (strangers.length > 0) throw new Error(`pack-uses.mjs knows no use of ${strangers.join(', ')}`);
    await compile(root, place, entries);
  });
  await cell('run', () => runUses(place, entries));
}

const COLUMNS = ['install', 'types', 'publint', 'compile', 'run'];

/** Collects what came of each check of one package; whatever depends on a failed install says so. */
function row(problems, name) {
  const cells = {};
  const cell = async (column, check) => {
    if (cells.install === 'FAILED') return;
    cells[column] = await check().then(
      () => 'ok',
      (error) => {
        problems.push(`${name}, ${column}: ${error.stdout ?? ''}${error.stderr ?? ''}${error.message}`);
        return 'FAILED';
      },
    );
  };
  return { cells, cell };
}

export const tableOf = (rows) =>
  [
    ['package', ...COLUMNS],
    ...rows.map(([name, cells]) => [name, ...COLUMNS.map((column) => cells[column] ?? '-')]),
  ]
    .map(([name, ...cells]) => name.padEnd(22) + cells.map((cell) => cell.padEnd(9)).join(''))
    .join('\n');

if (isMain(import.meta)) {
  const root = repository();
  const scratch = await mkdtemp(join(tmpdir(), 'fyte-packed-'));
  const [problems, rows] = [[], []];
  try {
    const packages = packagesOf(root);
    const tarballs = packAll(root, join(scratch, 'packed'));
    for (const one of packages) {
      const { cells, cell } = row(problems, one.name);
      await checkPackage(root, scratch, one, tarballs, packages, cell);
      rows.push([one.name, cells]);
    }
    const { cells, cell } = row(problems, 'fyteclub');
    await checkProduct(scratch, tarballs.fyteclub, cell);
    rows.push(['fyteclub', cells]);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  console.log(tableOf(rows));
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

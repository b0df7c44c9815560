/**
 * Packs every package that others may install, and the product: `fyteclub`, which is the app with its siblings inside
 * and their dependencies beside its own, so that one file is all a player needs. `--to FOLDER` says where; a build must
 * have been made. npm itself bundles nothing that a workspace has hoisted, so the product is put together here.
 */
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isMain, repository } from './tool.mjs';

export const SCOPE = '@fyteclub/';
export const LICENCE = 'LICENSE';
export const readManifest = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** Names and folders of what is packed: every package that is not private. */
export function packagesOf(root) {
  return readdirSync(join(root, 'packages'))
    .map((name) => join(root, 'packages', name))
    .filter((folder) => existsSync(join(folder, 'package.json')) && readManifest(folder).private !== true)
    .map((folder) => ({ name: readManifest(folder).name, folder }));
}

/** Packs what is in a folder; answers the file. */
function packFolder(folder, to) {
  const told = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', to], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return join(to, JSON.parse(told)[0].filename);
}

/** Packs a package with the repository's licence in it: npm takes only what lies in the package's own folder. */
function packLicensed(root, folder, to) {
  const copy = join(folder, LICENCE);
  copyFileSync(join(root, LICENCE), copy);
  try {
    return packFolder(folder, to);
  } finally {
    rmSync(copy);
  }
}

/** The siblings that a package needs, directly or through others. */
export function siblingsOf(name, packages) {
  const found = new Set();
  const visit = (one) => {
    const { folder } = packages.find((known) => known.name === one);
    for (const dependency of Object.keys(readManifest(folder).dependencies ?? {})) {
      if (!dependency.startsWith(SCOPE) || found.has(dependency)) continue;
      found.add(dependency);
      visit(dependency);
    }
  };
  visit(name);
  return [...found].sort();
}

/** What the product's package.json says, from the app's and its siblings'. */
export function productManifest(app, siblings) {
  const { exports: _, nx: __, scripts: ___, ...rest } = app;
  const foreign = [app, ...siblings].flatMap(({ dependencies = {} }) =>
    Object.entries(dependencies).filter(([name]) => !name.startsWith(SCOPE)),
  );
  const own = siblings.map(({ name, version }) => [name, version]);
  return {
    ...rest,
    name: 'fyteclub',
    // A command and nothing to import; the page's files are a browser's.
    exports: { './package.json': './package.json' },
    description: 'Private groups in which Final Fantasy XIV players get each other’s mods, friend to friend.',
    files: ['bin', 'dist', 'page', '!**/*.map', '!**/*.d.ts'],
    dependencies: Object.fromEntries([...foreign, ...own].sort(([a], [b]) => (a < b ? -1 : 1))),
    bundleDependencies: own.map(([name]) => name),
  };
}

const unpack = (tarball, into) => {
  mkdirSync(into, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', into, '--strip-components=1']);
};

/** Packs the product from the tarballs of its parts. */
function packProduct(tarballs, packages, to) {
  const staged = mkdtempSync(join(tmpdir(), 'fyte-pack-'));
  try {
    unpack(tarballs[`${SCOPE}app`], staged);
    const siblings = siblingsOf(`${SCOPE}app`, packages);
    for (const name of siblings) {
      const place = join(staged, 'node_modules', name);
      unpack(tarballs[name], place);
      rmSync(join(place, 'src'), { recursive: true });
    }
    const manifests = siblings.map((name) => readManifest(join(staged, 'node_modules', name)));
    const manifest = productManifest(readManifest(staged), manifests);
    writeFileSync(join(staged, 'package.json'), JSON.stringify(manifest, null, 2));
    return packFolder(staged, to);
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}

/** Packs everything into a folder; answers the file of each name. */
export function packAll(root, to) {
  mkdirSync(to, { recursive: true });
  const packages = packagesOf(root);
  const tarballs = Object.fromEntries(
    packages.map(({ name, folder }) => [name, packLicensed(root, folder, to)]),
  );
  return { ...tarballs, fyteclub: packProduct(tarballs, packages, to) };
}

if (isMain(import.meta)) {
  const at = process.argv.indexOf('--to');
  const to = resolve(at > 0 && process.argv[at + 1] !== undefined ? process.argv[at + 1] : 'tmp/packed');
  for (const [name, file] of Object.entries(packAll(repository(), to))) console.log(`${name}\t${file}`);
}

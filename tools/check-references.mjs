/**
 * Fails when the `references` of a tsconfig.build.json differ from the workspace dependencies of its
 * package.json, or when the root's list lacks a package: TypeScript would build in the wrong order.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isMain, report, repository } from './tool.mjs';

const SCOPE = '@fyteclub/';
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
const referenced = (path) =>
  (readJson(path).references ?? []).map((reference) => basename(dirname(reference.path)));

function compare(where, wanted, found) {
  return [
    ...wanted.filter((name) => !found.includes(name)).map((name) => `${where}: no reference to ${name}`),
    ...found
      .filter((name) => !wanted.includes(name))
      .map((name) => `${where}: reference to ${name}, no dependency`),
    ...found
      .filter((name, i) => found.indexOf(name) < i)
      .map((name) => `${where}: ${name} is referenced twice`),
  ];
}

export function checkReferences(root) {
  const packages = readdirSync(join(root, 'packages'))
    .filter((name) => existsSync(join(root, 'packages', name, 'tsconfig.build.json')))
    .sort();
  const ofPackages = packages.flatMap((name) => {
    const { dependencies = {} } = readJson(join(root, 'packages', name, 'package.json'));
    const wanted = Object.keys(dependencies)
      .filter((dependency) => dependency.startsWith(SCOPE))
      .map((dependency) => dependency.slice(SCOPE.length));
    return compare(
      `packages/${name}`,
      wanted,
      referenced(join(root, 'packages', name, 'tsconfig.build.json')),
    );
  });
  return [...compare('root', packages, referenced(join(root, 'tsconfig.build.json'))), ...ofPackages];
}

if (isMain(import.meta)) report(checkReferences(repository()));

import { expect, test } from '@jest/globals';
import { checkReferences } from './check-references.mjs';
import { makeRepository } from './test-folder.mjs';
import { repository } from './tool.mjs';

const references = (...names) => ({
  references: names.map((name) => ({ path: `../${name}/tsconfig.build.json` })),
});
const problemsOf = (floorReferences, appReferences, rootReferences) => {
  const { root, remove } = makeRepository({
    'packages/floor/package.json': { dependencies: { rxjs: '1' } },
    'packages/floor/tsconfig.build.json': floorReferences,
    'packages/app/package.json': { dependencies: { '@fyteclub/floor': '*' } },
    'packages/app/tsconfig.build.json': appReferences,
    'tsconfig.build.json': rootReferences,
  });
  const problems = checkReferences(root);
  remove();
  return problems;
};

test('references that mirror the dependencies pass', () => {
  expect(problemsOf({}, references('floor'), references('floor', 'app'))).toEqual([]);
});

test('a missing, a needless and a doubled reference are named', () => {
  expect(problemsOf({}, references(), references('floor', 'app'))).toEqual([
    'packages/app: no reference to floor',
  ]);
  expect(problemsOf(references('app'), references('floor'), references('floor', 'app'))).toEqual([
    'packages/floor: reference to app, no dependency',
  ]);
  expect(problemsOf({}, references('floor', 'floor'), references('floor', 'app'))).toEqual([
    'packages/app: floor is referenced twice',
  ]);
});

test('a package that the root does not build is named', () => {
  expect(problemsOf({}, references('floor'), references('floor'))).toEqual(['root: no reference to app']);
});

test('this repository passes', () => {
  expect(checkReferences(repository())).toEqual([]);
});

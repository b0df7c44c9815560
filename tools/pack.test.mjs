import { describe, expect, test } from '@jest/globals';
import { packagesOf, productManifest, readManifest, siblingsOf } from './pack.mjs';
import { entriesOf, tableOf } from './pack-check.mjs';
import { programOf, uses } from './pack-uses.mjs';
import { repository } from './tool.mjs';

const packages = packagesOf(repository());
const manifests = packages.map(({ folder }) => readManifest(folder));

describe('what is packed', () => {
  test('the page is not a package of its own, all others are', () => {
    expect(packages.map(({ name }) => name)).toContain('@fyteclub/identity');
    expect(packages.map(({ name }) => name)).not.toContain('@fyteclub/dashboard');
  });

  test('a package brings the siblings of its siblings', () => {
    expect(siblingsOf('@fyteclub/phonebook', packages)).toEqual(['@fyteclub/identity']);
    expect(siblingsOf('@fyteclub/testkit', packages)).toContain('@fyteclub/app');
  });

  test.each(manifests)('$name names each sibling in the version that it has', ({ dependencies = {} }) => {
    for (const { name, version } of manifests)
      if (name in dependencies) expect([name, dependencies[name]]).toEqual([name, version]);
  });

  test('every way into a package has a use, and no use is of something else', () => {
    expect(Object.keys(uses).sort()).toEqual(manifests.flatMap(entriesOf).sort());
  });
});

describe('the product', () => {
  const app = {
    name: '@fyteclub/app',
    version: '2',
    exports: {},
    scripts: {},
    dependencies: { a: '1', '@fyteclub/x': '2' },
  };
  const made = productManifest(app, [{ name: '@fyteclub/x', version: '2', dependencies: { b: '3' } }]);

  test('has its siblings inside, and names what they need beside what it needs', () => {
    expect(made).toMatchObject({
      name: 'fyteclub',
      version: '2',
      bundleDependencies: ['@fyteclub/x'],
      dependencies: { '@fyteclub/x': '2', a: '1', b: '3' },
    });
  });

  test('has nothing to import and no script', () => {
    expect(Object.keys(made.exports)).toEqual(['./package.json']);
    expect(made).not.toHaveProperty('scripts');
  });
});

test('a use ends with a mistake that only found types can tell', () => {
  expect(programOf('@fyteclub/app')).toMatch(/@ts-expect-error.*\n.*@fyteclub\/app'\)\.ThereIsNoSuchType/);
});

test('the table tells what was not tried', () => {
  expect(tableOf([['fyteclub', { install: 'ok', run: 'FAILED' }]])).toMatch(
    /^fyteclub +ok +- +- +- +FAILED/m,
  );
});

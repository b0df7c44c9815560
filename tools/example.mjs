/** `npm run example NAME`: runs one of the examples of the packages, by the test that it has. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isMain, repository } from './tool.mjs';

const TEST = /([\w-]+)\.test\.ts$/;

/** Every example by its name, with its test. */
export function examplesIn(root) {
  const folders = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name, 'examples'));
  const files = folders.filter(existsSync).flatMap((folder) =>
    readdirSync(folder, { recursive: true })
      .filter((file) => TEST.test(file))
      .map((file) => [TEST.exec(file)[1], join(folder, file)]),
  );
  return new Map(files);
}

if (isMain(import.meta)) {
  const root = repository();
  const examples = examplesIn(root);
  const [name = ''] = process.argv.slice(2);
  const file = examples.get(name);
  if (file === undefined) {
    console.error(`No example is called "${name}". There are: ${[...examples.keys()].sort().join(', ')}`);
    process.exitCode = 2;
  } else {
    const jest = [join(root, 'node_modules/jest/bin/jest.js'), '--verbose', '--runTestsByPath', file];
    const node = ['--experimental-vm-modules', '--no-warnings'];
    process.exitCode = spawnSync(process.execPath, [...node, ...jest], {
      cwd: root,
      stdio: 'inherit',
    }).status;
  }
}

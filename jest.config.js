import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = import.meta.dirname;

const swc = [
  '@swc/jest',
  {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
    sourceMaps: 'inline',
  },
];

/** One native-ESM configuration for every package; tests read the TypeScript sources, no build needed. */
const project = (name) => ({
  displayName: name,
  rootDir: join(root, 'packages', name),
  testEnvironment: 'node',
  runner: join(root, 'tools/patient-runner.mjs'),
  testMatch: ['<rootDir>/src/**/*.test.ts', '<rootDir>/examples/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironmentOptions: { customExportConditions: ['@fyteclub/source', 'node', 'node-addons'] },
  transform: { '^.+\\.ts$': swc },
});

/**
 * Whole groups of real processes, started from what `npm run build` has made; after the tests of the packages, which
 * mostly compute.
 */
const groups = {
  ...project('testkit'),
  runner: join(root, 'tools/after-the-others.mjs'),
  setupFilesAfterEnv: [join(root, 'packages/testkit/src/end-nodes.setup.ts')],
};

const tools = {
  displayName: 'tools',
  rootDir: join(root, 'tools'),
  testEnvironment: 'node',
  testMatch: ['<rootDir>/**/*.test.mjs'],
  transform: {},
};

const packages = readdirSync(join(root, 'packages')).filter((name) =>
  existsSync(join(root, 'packages', name, 'package.json')),
);

export default {
  testTimeout: 30_000,
  maxWorkers: 2,
  projects: [...packages.filter((name) => name !== 'testkit').map(project), tools, groups],
};

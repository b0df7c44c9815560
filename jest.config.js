import { existsSync, readdirSync } from 'node:fs';

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
  rootDir: `packages/${name}`,
  testEnvironment: 'node',
  testMatch: ['<rootDir>/src/**/*.test.ts', '<rootDir>/examples/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironmentOptions: { customExportConditions: ['@fyteclub/source', 'node', 'node-addons'] },
  transform: { '^.+\\.ts$': swc },
});

/**
 * Whole groups of real processes, started from what `npm run build` has made. One file at a time: on two cores
 * two groups would wait for each other longer than users ever would.
 */
const groups = {
  ...project('testkit'),
  runner: '<rootDir>/../../tools/one-by-one.mjs',
  setupFilesAfterEnv: ['<rootDir>/src/end-nodes.setup.ts'],
};

const tools = {
  displayName: 'tools',
  rootDir: 'tools',
  testEnvironment: 'node',
  testMatch: ['<rootDir>/**/*.test.mjs'],
  transform: {},
};

const packages = readdirSync(new URL('packages', import.meta.url)).filter((name) =>
  existsSync(new URL(`packages/${name}/package.json`, import.meta.url)),
);

export default {
  testTimeout: 30_000,
  maxWorkers: 2,
  projects: [...packages.filter((name) => name !== 'testkit').map(project), tools, groups],
};

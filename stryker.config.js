import jestConfig from './jest.config.js';

/** The rules that decide who is in, and the tests that show what they do. */
const MUTATED = {
  phonebook: {
    rules: ['effect', 'authority', 'removal'],
    tests: [
      'cleo-uses-her-key-twice',
      'eve-admits-dan-again',
      'invites',
      'leaving',
      'operations-out-of-order',
      'removals-take-time',
      'removing',
      'signatures-come-later',
      'the-rules-said-plainly',
      'what-a-removal-takes-along',
      'what-has-effect',
      'who-removes-whom',
      'whose-signature-counts',
    ],
  },
  identity: {
    rules: ['token'],
    tests: ['a-group-that-slept', 'catching-up', 'denials', 'eve-mints-a-token', 'leases', 'token'],
  },
};
const files = (kind, ending) =>
  Object.entries(MUTATED).flatMap(([name, some]) =>
    some[kind].map((file) => `packages/${name}/src/${file}.${ending}.ts`),
  );

const { testEnvironment, testEnvironmentOptions, extensionsToTreatAsEsm, transform } = jestConfig.projects[0];

// Most mutants fall to a story; a law that tries less finds the others hardly less often.
process.env.RUNS ??= '40';

export default {
  mutate: files('rules', 'rules'),
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--no-warnings'],
  jest: {
    config: {
      // One package's tests do not look into another's sources, so one flat configuration will do for all.
      projects: [],
      testMatch: files('tests', 'test').map((file) => `<rootDir>/${file}`),
      setupFiles: ['<rootDir>/tools/laws.setup.mjs'],
      testEnvironment,
      testEnvironmentOptions,
      extensionsToTreatAsEsm,
      transform,
    },
  },
  // Modules are never unloaded: a runner that is kept grows by gigabytes, and slows down long before.
  maxTestRunnerReuse: 8,
  concurrency: 2,
  timeoutMS: 120_000,
  tempDirName: 'tmp/stryker',
  ignorePatterns: ['dist', '.nx'],
  reporters: ['clear-text'],
  clearTextReporter: { allowColor: false, reportTests: false },
};

import nx from '@nx/eslint-plugin';
import { createProjectGraphAsync } from 'nx/src/devkit-exports.js';
import tseslint from 'typescript-eslint';

// Without a fresh project graph the boundary rule skips itself with a warning, and a fresh clone has none.
await createProjectGraphAsync({ exitOnError: false });

const layers = [
  {
    sourceTag: 'layer:floor',
    onlyDependOnLibsWithTags: [],
    bannedExternalImports: ['node-datachannel', 'msgpackr'],
  },
  {
    sourceTag: 'layer:concern',
    onlyDependOnLibsWithTags: ['layer:floor'],
    bannedExternalImports: ['node-datachannel', 'libsodium*'],
  },
  {
    sourceTag: 'layer:wire',
    onlyDependOnLibsWithTags: ['layer:floor'],
    bannedExternalImports: ['libsodium*'],
  },
  { sourceTag: 'layer:page', onlyDependOnLibsWithTags: [] },
  {
    sourceTag: 'layer:app',
    onlyDependOnLibsWithTags: ['layer:floor', 'layer:concern', 'layer:wire'],
    bannedExternalImports: ['node-datachannel', 'libsodium*'],
  },
  {
    sourceTag: 'layer:test',
    onlyDependOnLibsWithTags: ['layer:floor', 'layer:concern', 'layer:wire', 'layer:app'],
    bannedExternalImports: ['node-datachannel', 'libsodium*'],
  },
];

const clockAndDice = [
  { object: 'Date', property: 'now', message: 'The time comes in as data.' },
  { object: 'Math', property: 'random', message: 'Randomness comes in as data.' },
  { object: 'performance', property: 'now', message: 'The time comes in as data.' },
  { object: 'crypto', property: 'getRandomValues', message: 'Randomness comes in as data.' },
  { object: 'crypto', property: 'randomUUID', message: 'Randomness comes in as data.' },
];
const newDate = {
  selector: ':matches(NewExpression, CallExpression)[callee.name="Date"][arguments.length=0]',
  message: 'The time comes in as data.',
};
const theWorld = [
  'process',
  'Buffer',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'fetch',
];

const insides = ['@fyteclub/*/src/*', '@fyteclub/*/dist/*'];
const sodium = 'libsodium-wrappers*';
const wire = 'node-datachannel*';
const banImports = (...patterns) => ({
  'no-restricted-imports': ['error', { patterns: [...insides, ...patterns] }],
});

const boundaries = (options = {}) => ({
  '@nx/enforce-module-boundaries': [
    'error',
    { allow: [], banTransitiveDependencies: true, depConstraints: layers, ...options },
  ],
});

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '.nx/**',
      '**/coverage/**',
      '**/tmp/**',
      'packages/app/page/**',
      'docs/api/**',
    ],
  },
  { linterOptions: { noInlineConfig: true } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    // One program for the whole house: a program for each package checks everything below it again. Only the page,
    // which knows a browser and no node, has one of its own.
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './packages/dashboard/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      ...banImports(sodium, wire),
    },
  },
  {
    files: ['**/*.{ts,tsx,js,mjs}'],
    plugins: { '@nx': nx },
    languageOptions: { parser: tseslint.parser },
    rules: boundaries(),
  },
  // An example reads as its readers would write it: by the package's own name.
  { files: ['packages/*/examples/**/*.ts'], rules: boundaries({ allowCircularSelfDependency: true }) },
  {
    files: ['**/*.test.ts', '**/testing/**/*.ts', 'packages/testkit/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  // One file knows libsodium, one folder knows the native wire.
  { files: ['packages/identity/src/sodium.ts'], rules: banImports(wire) },
  { files: ['packages/transport/src/native/**/*.ts'], rules: banImports(sodium) },
  {
    // A machine says what should happen; whoever runs it performs.
    files: ['packages/*/src/**/*.machine.ts'],
    rules: {
      ...banImports(sodium, wire, 'node:*', 'msgpackr'),
      'no-restricted-properties': ['error', ...clockAndDice],
      'no-restricted-globals': ['error', ...theWorld],
      'no-restricted-syntax': ['error', newDate],
    },
  },
  {
    // A rule is a function of its arguments.
    files: ['packages/*/src/**/*.rules.ts'],
    rules: {
      ...banImports(sodium, wire, 'node:*', 'xstate', 'xstate/*', 'rxjs', 'rxjs/*'),
      'no-restricted-properties': ['error', ...clockAndDice],
      'no-restricted-globals': ['error', ...theWorld],
      'no-restricted-syntax': ['error', newDate],
    },
  },
);

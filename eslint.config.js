import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

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
];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-restricted-imports': ['error', { patterns: ['@fyteclub/*/src/*', '@fyteclub/*/dist/*'] }],
    },
  },
  {
    files: ['**/*.{ts,js,mjs}'],
    plugins: { '@nx': nx },
    languageOptions: { parser: tseslint.parser },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { allow: [], banTransitiveDependencies: true, depConstraints: layers },
      ],
    },
  },
  {
    files: ['**/*.test.ts', '**/testing/**/*.ts', 'packages/testkit/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    // Only testkit and tools may import testkit; machines and rules stay free of the world.
    files: ['packages/*/src/**/*.machine.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: ['node:*', '@fyteclub/*/src/*', 'node-datachannel', 'msgpackr'] },
      ],
      'no-restricted-properties': ['error', ...clockAndDice],
    },
  },
  {
    files: ['packages/*/src/**/*.rules.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: ['node:*', 'xstate', 'xstate/*', 'rxjs', 'rxjs/*', '@fyteclub/*/src/*'] },
      ],
      'no-restricted-properties': ['error', ...clockAndDice],
      'no-restricted-globals': ['error', 'process', 'Buffer', 'setTimeout', 'setInterval', 'fetch'],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
          message: 'The time comes in as data.',
        },
      ],
    },
  },
);

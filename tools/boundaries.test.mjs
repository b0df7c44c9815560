import { beforeAll, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { repository } from './tool.mjs';

const BOUNDARY = '@nx/enforce-module-boundaries';
const IMPORT = 'no-restricted-imports';
const PROPERTY = 'no-restricted-properties';

/** What it is, where it stands, the code, and who must object. */
const refused = [
  ['a concern that imports another', 'phonebook/src/a.ts', `import '@fyteclub/election';`, BOUNDARY],
  ['a concern that imports the wire', 'transfer/src/a.ts', `import '@fyteclub/transport';`, BOUNDARY],
  ['the floor that imports a concern', 'identity/src/a.ts', `import '@fyteclub/phonebook';`, BOUNDARY],
  [
    'an example that imports another concern',
    'election/examples/a.ts',
    `import '@fyteclub/transfer';`,
    BOUNDARY,
  ],
  [
    'a source that imports its own index by name',
    'identity/src/a.ts',
    `import '@fyteclub/identity';`,
    BOUNDARY,
  ],
  ['the page that imports the floor', 'dashboard/src/main.tsx', `import '@fyteclub/identity';`, BOUNDARY],
  ['app that imports the page', 'app/src/a.ts', `import '@fyteclub/dashboard';`, BOUNDARY],
  ['app that imports testkit', 'app/src/a.ts', `import '@fyteclub/testkit';`, BOUNDARY],
  ['a concern that imports testkit', 'transfer/src/a.test.ts', `import '@fyteclub/testkit';`, BOUNDARY],
  ['a package that is not declared', 'election/src/a.ts', `import { pack } from 'msgpackr';`, BOUNDARY],
  ['the native wire in app', 'app/src/a.ts', `import 'node-datachannel';`, BOUNDARY],
  ['a way around the index, by path', 'app/src/a.ts', `import '../../identity/src/bytes.ts';`, BOUNDARY],
  ['a way around the index, by name', 'app/src/a.ts', `import '@fyteclub/identity/src/bytes.ts';`, IMPORT],
  ['libsodium outside its one file', 'identity/src/a.ts', `import 'libsodium-wrappers-sumo';`, IMPORT],
  ['the native wire outside its folder', 'transport/src/a.ts', `import 'node-datachannel';`, IMPORT],
  ['a rule that reads the disk', 'phonebook/src/a.rules.ts', `import 'node:fs';`, IMPORT],
  ['a rule that knows XState', 'election/src/a.rules.ts', `import 'xstate';`, IMPORT],
  ['a rule that streams', 'election/src/a.rules.ts', `import { of } from 'rxjs';`, IMPORT],
  ['a rule that rolls dice', 'election/src/a.rules.ts', `export const x = Math.random();`, PROPERTY],
  [
    'a rule that looks at the clock',
    'election/src/a.rules.ts',
    `export const x = new Date();`,
    'no-restricted-syntax',
  ],
  [
    'a rule with a Buffer',
    'election/src/a.rules.ts',
    `export const x = Buffer.alloc(1);`,
    'no-restricted-globals',
  ],
  [
    'a machine that looks at the clock',
    'election/src/a.machine.ts',
    `export const x = Date.now();`,
    PROPERTY,
  ],
  ['a machine that reads the disk', 'election/src/a.machine.ts', `import 'node:fs';`, IMPORT],
  ['a machine with a timer', 'election/src/a.machine.ts', `setTimeout(() => 1, 1);`, 'no-restricted-globals'],
  [
    'a comment that silences a rule',
    'election/src/a.rules.ts',
    `export const x = Math.random(); // eslint-disable-line no-restricted-properties`,
    PROPERTY,
  ],
];
const allowed = [
  ['a concern on the floor', 'phonebook/src/a.ts', `import '@fyteclub/identity';`],
  ['an example on its own package', 'identity/examples/a.ts', `import '@fyteclub/identity';`],
  ['app on everything', 'app/src/a.ts', `import '@fyteclub/election';\nimport '@fyteclub/transport';`],
  ['testkit on app', 'testkit/src/a.ts', `import '@fyteclub/app';`],
  ['libsodium in its one file', 'identity/src/sodium.ts', `import 'libsodium-wrappers-sumo';`],
  ['the native wire in its folder', 'transport/src/native/a.ts', `import 'node-datachannel';`],
  [
    'a machine on XState',
    'election/src/a.machine.ts',
    `import 'xstate';\nimport { EMPTY } from 'rxjs';\nEMPTY.pipe();`,
  ],
  ['a date made of data', 'election/src/a.rules.ts', `export const x = new Date(0);`],
];

let objections;
beforeAll(() => {
  const snippets = [...refused, ...allowed].map(([, file, code]) => ({ file: `packages/${file}`, code }));
  const { stdout, stderr } = spawnSync(process.execPath, [join(repository(), 'tools/lint-snippets.mjs')], {
    input: JSON.stringify(snippets),
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  if (stdout === '') throw new Error(stderr);
  objections = JSON.parse(stdout);
}, 120_000);

test.each(refused.map(([what, , , rule], i) => [what, rule, i]))('%s is refused by %s', (_what, rule, i) => {
  expect(objections[i]).toContain(rule);
});

test.each(allowed.map(([what], i) => [what, i]))('%s is allowed', (_what, i) => {
  expect(objections[refused.length + i]).toEqual([]);
});

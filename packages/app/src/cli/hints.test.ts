import { expect, test } from '@jest/globals';
import { inShell } from './hints.rules.ts';

const verbs = new Set(['invite', 'near']);

test('a hint can be typed as it stands, also where there are several syncshells', () => {
  const hint =
    'Invite with "npx fyteclub invite", then npx fyteclub near NAME METRES; see "npx fyteclub status".';
  expect(inShell(hint, verbs, undefined)).toBe(hint);
  expect(inShell(hint, verbs, 'Raid')).toBe(
    'Invite with "npx fyteclub invite --shell Raid", then npx fyteclub near --shell Raid NAME METRES; see "npx fyteclub status".',
  );
  expect(inShell('npx fyteclub invite', verbs, 'Raid night')).toBe(
    'npx fyteclub invite --shell "Raid night"',
  );
});

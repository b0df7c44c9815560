import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { redact, redactStack } from './redact.rules.ts';

test.each([
  [
    "ENOENT: no such file or directory, open '/home/ada/state'",
    'ENOENT: no such file or directory, open <text>',
  ],
  ['nobody listens at 192.168.1.7:4242', 'nobody listens at <address>'],
  ['nobody listens at fe80::1%eth0, or at ::1', 'nobody listens at <address>, or at <address>'],
  ['asked https://ada.example/x?y=1', 'asked <address>'],
  ['/home/ada/mods/coat is gone', '<path> is gone'],
  ['C:\\Users\\Ada\\mods is gone', '<path> is gone'],
  ['"Ada" hosts “Raid night”', '<text> hosts <text>'],
  ['ada@example.org wrote', '<address> wrote'],
  [`member ${'0f'.repeat(32)} is gone`, 'member <id> is gone'],
  ['-----BEGIN PRIVATE KEY-----\nMIIB\nAg==\n-----END PRIVATE KEY-----', '<pem>'],
  [
    "Cannot read properties of undefined (reading 'x')",
    'Cannot read properties of undefined (reading <text>)',
  ],
  ['the transfer ended: channel-lost', 'the transfer ended: channel-lost'],
])('%s', (text, told) => {
  expect(redact(text)).toBe(told);
});

test('no key, id or code of ours passes, however it is written', () => {
  const secret = fc.uint8Array({ minLength: 16, maxLength: 64 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(secret, fc.constantFrom('hex', 'base64', 'base64url'), (bytes, spelling) => {
      const text = bytes.toString(spelling);
      expect(redact(`what of ${text} then`)).toMatch(/^what of <(?:id|path)>(?:[+=]|<path>)* then$/);
    }),
    { numRuns: 2_000 },
  );
  expect(redact('FC1abcdefghijkmnopqrstuvwxyz123456789')).toBe('<id>');
});

test('of a stack only the program itself is told, wherever it lies', () => {
  const stack = [
    'Error: Ada is at 10.0.0.1',
    '    at Sharing.see (file:///home/ada/fyteclub/packages/app/dist/shell/sharing.js:12:3)',
    '    at C:\\Users\\Ada\\fyteclub\\node_modules\\xstate\\dist\\raise.cjs:1:2',
    '    at async Promise.all (index 0)',
    '    at node:internal/process/task_queues:95:5',
    '    at Ada’s secret (/home/ada/other.js:1:1)',
  ].join('\n');
  expect(redactStack(stack)).toEqual([
    'Sharing.see (packages/app/dist/shell/sharing.js:12:3)',
    'node_modules/xstate/dist/raise.cjs:1:2',
    'async Promise.all (<path>)',
    'node:internal/process/task_queues:95:5',
    '<text> (<path>)',
  ]);
});

import { expect, test } from '@jest/globals';
import { TRANSFER_ERRORS } from './errors.ts';

test('every code has a sentence and a next step that people can read', () => {
  const codes = Object.entries(TRANSFER_ERRORS);
  expect(codes.length).toBeGreaterThan(40);
  for (const [code, { message, next }] of codes) {
    expect(code).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
    expect(message).toMatch(/^[A-Z].*\.$/);
    expect(next).toMatch(/^[A-Z].*[.)]$/);
  }
});

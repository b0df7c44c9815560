import { describe, expect, test } from '@jest/globals';
import { INVITE_PROBLEMS } from './invite.rules.ts';
import { PASSWORD_PROBLEMS } from './password.rules.ts';
import { IDENTITY_ERRORS, type ErrorWords } from './errors.ts';

const entries = Object.entries(IDENTITY_ERRORS);
const PRECISE: readonly string[] = [...INVITE_PROBLEMS, ...PASSWORD_PROBLEMS];

describe('the words for an error', () => {
  test.each(entries)('%s: a sentence, and what to do', (code, { message, next }: ErrorWords) => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(message).toMatch(/^[A-Z].*\.$/);
    expect(next).toMatch(/^[A-Z].*\.$/);
    expect(`${message}${next}`.length).toBeLessThan(200);
  });

  test('P67 tell the peer one and the same thing, but for what a holder of an invite may know', () => {
    const told = entries
      .filter(([code]) => !PRECISE.includes(code))
      .flatMap(([, words]) => words.toPeer ?? []);
    expect(new Set(told).size).toBe(1);
    const precise = PRECISE.map((code) => IDENTITY_ERRORS[code as keyof typeof IDENTITY_ERRORS].toPeer);
    expect(new Set([...precise, told[0]]).size).toBe(8);
  });
});

import { expect, test } from '@jest/globals';
import { findOne } from './find.rules.ts';

const friends = [
  { id: 'aaaa1111', name: 'Ada' },
  { id: 'aaaa2222', name: 'ada' },
  { id: 'bbbb3333', name: 'Ben' },
  { id: 'cccc4444', name: 'bbbb' },
];

test('a name is found in any case, and its exact spelling settles a tie', () => {
  expect(findOne(friends, 'BEN')).toMatchObject({ ok: true, value: { id: 'bbbb3333' } });
  expect(findOne(friends, 'ada')).toMatchObject({ ok: true, value: { id: 'aaaa2222' } });
  expect(findOne(friends, 'ADA')).toEqual({ ok: false, error: 'ambiguous' });
});

test('the start of an id is found when it means one thing, and a name wins over it', () => {
  expect(findOne(friends, 'bbbb3')).toMatchObject({ ok: true, value: { name: 'Ben' } });
  expect(findOne(friends, 'aaaa')).toEqual({ ok: false, error: 'ambiguous' });
  expect(findOne(friends, 'bbbb')).toMatchObject({ ok: true, value: { id: 'cccc4444' } });
});

test('nothing is found by accident, and the start of an id that is too short is known for one', () => {
  expect(findOne(friends, 'bbb')).toEqual({ ok: false, error: 'too-short' });
  expect(findOne(friends, 'xyz')).toEqual({ ok: false, error: 'unknown' });
  expect(findOne(friends, '')).toEqual({ ok: false, error: 'unknown' });
});

import { expect, test } from '@jest/globals';
import { ATTACKERS } from './attackers/table.ts';
import { parseSimOptions, USAGE } from './options.ts';

const parsed = (...argv: string[]) => parseSimOptions(argv, 2);

test('seeds are counted on from a number, and numbered behind a text', () => {
  expect(parsed('--seeds', '3', '--seed', '41')).toMatchObject({ value: { seeds: ['41', '42', '43'] } });
  expect(parsed('--seeds', '2', '--seed', 'night')).toMatchObject({ value: { seeds: ['night', 'night/1'] } });
  expect(parsed('--seed', 'night')).toMatchObject({ value: { seeds: ['night'] } });
  expect(parsed()).toMatchObject({ ok: true, value: { jobs: 2, json: false, trace: 'none' } });
});

test('attackers are drawn unless they are named, or nobody is wanted', () => {
  expect(parsed()).toMatchObject({ value: { attackers: 'drawn' } });
  expect(parsed('--attackers', 'none')).toMatchObject({ value: { attackers: [] } });
  expect(parsed('--attackers', 'forger,relay')).toMatchObject({ value: { attackers: ['forger', 'relay'] } });
  for (const { name } of ATTACKERS) expect(USAGE).toContain(name);
});

test('what makes no sense is refused in a sentence', () => {
  for (const argv of [
    ['--seeds', '0'],
    ['--seeds', 'many'],
    ['--members', '1'],
    ['--jobs', '0'],
    ['--attackers', 'nobody-like-that'],
    ['--attackers', 'none,forger'],
    ['--attackers', ''],
    ['--seeds', '2', '--trace'],
    ['--nonsense'],
    ['--members', '200', '--attackers', 'forger'],
    ['--members', '200', '--shrink'],
  ])
    expect(parsed(...argv)).toMatchObject({ ok: false });
});

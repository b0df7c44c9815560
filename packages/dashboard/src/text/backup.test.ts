import { expect, test } from '@jest/globals';
import type { ShellStatus, Status } from '../api-types.ts';
import { BACKUP_OLD_MS, backupLack, isShort } from './backup.rules.ts';

const NOW = 100 * BACKUP_OLD_MS;
const group = (id: string, change: Partial<ShellStatus> = {}): ShellStatus => ({
  id,
  name: 'Raid night',
  state: 'member',
  me: { id: `me in ${id}`, name: 'Ada' },
  host: null,
  members: 2,
  online: 1,
  epoch: '',
  password: null,
  unsynced: false,
  ...change,
});
const status = (shells: readonly ShellStatus[], backup: Status['backup']): Status => ({
  node: { version: '1', pid: 1, uptimeSeconds: 0, page: null, log: '/log' },
  shells,
  paused: [],
  backup,
  muted: [],
  gaming: { on: false },
});
const written = (ago: number, ...missing: string[]): Status['backup'] => ({
  file: '/b',
  createdAt: NOW - ago,
  missing: missing.map((id) => ({ id, name: id })),
});
const lack = (shells: readonly ShellStatus[], backup: Status['backup']): string | undefined =>
  backupLack(status(shells, backup), NOW)?.lack;

test('whoever shares a group with somebody and never made a backup is told', () => {
  expect(lack([group('a')], null)).toBe('never');
});

test('whoever is in no group, alone in it, still on the way in, or out of it again has nothing to lose', () => {
  expect(lack([], null)).toBeUndefined();
  for (const change of [{ members: 1 }, { state: 'joining' }, { state: 'removed' }] as const)
    expect(lack([group('a', change)], null)).toBeUndefined();
});

test('a backup is enough for as long as it holds every group and lets back in', () => {
  expect(lack([group('a')], written(0))).toBeUndefined();
  expect(lack([group('a')], written(BACKUP_OLD_MS))).toBeUndefined();
  expect(lack([group('a')], written(BACKUP_OLD_MS + 1))).toBe('old');
  expect(lack([group('a'), group('b')], written(0, 'b'))).toBe('missing');
  expect(lack([group('a'), group('b', { members: 1 })], written(0, 'b'))).toBeUndefined();
});

test('what was waved away comes back when something else is wrong, and only then', () => {
  const about = (backup: Status['backup']) =>
    backupLack(status([group('a'), group('b')], backup), NOW)?.about;
  const kinds = [
    null,
    written(1, 'a'),
    written(1, 'a', 'b'),
    written(BACKUP_OLD_MS + 1),
    written(2, 'a'),
  ].map(about);
  expect(new Set(kinds).size).toBe(kinds.length);
  expect(about(written(1, 'a'))).toBe(about(written(1, 'a')));
});

test('a passphrase that could be tried out is short, and none is only not typed yet', () => {
  expect(['', 'k', 'kupo kupo', 'moogle-pompom'].map(isShort)).toEqual([false, true, true, false]);
});

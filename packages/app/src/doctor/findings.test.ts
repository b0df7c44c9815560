import { describe, expect, test } from '@jest/globals';
import {
  adviceOf,
  checkClock,
  checkConfig,
  checkDisk,
  checkGroup,
  checkNode,
  checkPort,
  checkProtection,
  checkReach,
  checkStun,
  type Check,
} from './findings.rules.ts';

const nobody = { onlyHere: false, private4: 0, public4: 0, public6: 0 };
const member = { state: 'member', members: 4, online: 2, synced: true } as const;

const good: readonly Check[] = [
  checkNode('1.2.3', '1.2.3'),
  checkConfig(undefined),
  checkProtection('passphrase'),
  checkProtection('clear'),
  checkProtection('none'),
  checkDisk(5e9),
  checkPort(4242),
  checkReach({ ...nobody, private4: 1 }),
  checkReach({ ...nobody, private4: 1, public6: 2 }),
  checkReach({ ...nobody, onlyHere: true }),
  checkStun(0),
  checkClock(0),
  checkGroup(member, 1),
  checkGroup({ ...member, members: 1, online: 1 }, 2),
];
const bad: readonly Check[] = [
  checkNode(undefined, '1.2.3'),
  checkNode('1.2.2', '1.2.3'),
  checkConfig('config.toml, line 3'),
  checkProtection('open-to-others'),
  checkDisk(undefined),
  checkDisk(1e9),
  checkPort(undefined),
  checkReach(nobody),
  checkClock(2),
  checkGroup({ ...member, state: 'joining' }, 1),
  checkGroup({ ...member, state: 'expired' }, 1),
  checkGroup({ ...member, state: 'removed' }, 1),
  checkGroup({ ...member, synced: false }, 1),
];

describe('the doctor', () => {
  test.each(good)('finds nothing wrong: $detail', (check) => {
    expect(check.ok).toBe(true);
  });

  test.each(bad)('says what to do: $detail', ({ ok, next }) => {
    expect(ok).toBe(false);
    expect(next).toMatch(/^[A-Z].*\.$/);
  });

  test('gives one sentence of advice: about the first thing that is wrong', () => {
    expect(adviceOf(good)).toBe('Everything that was looked at is in order.');
    expect(adviceOf([...good, ...bad])).toBe('No node runs on this home. Start one: npx fyteclub up.');
  });
});

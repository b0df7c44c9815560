import type { InviteId, MemberId, OpId, ShellId } from '@fyteclub/identity';
import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import pc from 'picocolors';
import type * as shown from '../shown/index.ts';
import { printable, widthOf } from './plain.rules.ts';
import { showJoinStep } from './show-join.ts';
import { showRemoval, showRemovals, showRemoved } from './show-removals.ts';
import {
  showEvent,
  showInvites,
  showLimits,
  showMembers,
  showMods,
  showNear,
  showPaused,
  showReleased,
  showRemembered,
  showStatus,
} from './show.ts';
import { showTransfers } from './show-transfers.ts';
import { Terminal, type Human } from './terminal.ts';

const columns = Number.POSITIVE_INFINITY;
const grey = { paint: pc.createColors(false), drawsAnswers: false, columns };
const coloured = { paint: pc.createColors(true), drawsAnswers: true, columns };

/** What one person writes: a terminal’s orders, lines of its own, text turned round, letters of every width. */
const NAMES = [
  'Eve\u001b[2J\u001b[31m',
  'Eve\r\nAda is online',
  '\u202eevE\u2066',
  '水晶🎉',
  'Z\u0301\u0301\u0301\u0301\u0301',
  '\u009b2JEve',
];

const hex = (name: string): string => Buffer.from(name).toString('hex').padEnd(64, '0').slice(0, 64);
const named = (name: string) => ({ id: hex(name) as MemberId, name });
const shell = (name: string) => ({ id: hex(name) as ShellId, name });

/** Every answer and every event in which a text of somebody else’s stands, as a terminal prints it. */
function everything(name: string, env: Record<string, string>): readonly string[] {
  const member: shown.MemberShown = {
    ...named(name),
    me: false,
    online: true,
    host: true,
    uptimeSeconds: 61,
    near: true,
    metres: 12,
    path: 'direct',
    lastSeen: 0,
    invitedBy: named(name),
    note: name,
    muted: true,
  };
  const removal: shown.RemovalShown = {
    id: hex('removal') as OpId,
    target: named(name),
    by: named(name),
    at: 0,
    reason: name,
    signatures: 1,
    signers: [named(name)],
    needed: 2,
    state: 'proposed',
  };
  const transfer: shown.TransferShown = {
    mod: name,
    member: named(name),
    direction: 'receiving',
    bytes: 1,
    total: 3,
    bytesPerSecond: 2_000_000,
    etaSeconds: 5,
    state: 'transferring',
    reason: null,
  };
  const group: shown.ShellStatus = {
    ...shell(name),
    state: 'member',
    me: named(name),
    host: { ...named(name), me: false },
    members: 2,
    online: 1,
    epoch: '',
    password: { knownTo: [named(name)] },
    unsynced: false,
  };
  const node = { version: '1', pid: 1, uptimeSeconds: 1, page: null, log: '/log' };
  const paused = [{ member: named(name), until: null }];
  const invite: shown.InviteShown = {
    id: hex('invite') as InviteId,
    by: named(name),
    expiresAt: 0,
    state: 'used',
    usedBy: [named(name)],
  };
  const mod: shown.ModShown = {
    name,
    files: 1,
    bytes: 1,
    hash: '',
    owner: named(name),
    direction: 'received',
    state: 'complete',
    reason: null,
    path: `/mods/${name}`,
  };
  const events: readonly shown.NodeEvent[] = [
    ...(['joined', 'left', 'removed', 'online', 'offline'] as const).map((event) => ({
      event,
      shell: shell(name),
      member: named(name),
    })),
    { event: 'host', shell: shell(name), host: named(name) },
    { event: 'removal', shell: shell(name), removal },
    { event: 'removed-me', shell: shell(name) },
    { event: 'back', shell: shell(name) },
    { event: 'lease', shell: shell(name), state: 'expired' },
    { event: 'received', shell: shell(name), mod: name, member: named(name), path: `/mods/${name}` },
    { event: 'held', shell: shell(name), mod: name, hash: '', member: named(name), bytes: 1 },
  ];
  const printed = <Value>(value: Value, human: Human<Value>): string => {
    const stdout = new PassThrough();
    const around = { env, stdin: new PassThrough(), stdout, stderr: new PassThrough() };
    new Terminal(around, { json: false, quiet: false }).answer(value, human);
    return String(stdout.read());
  };
  const near = [{ id: member.id, metres: 3, source: 'manual' as const }];
  return [
    printed(
      {
        node,
        shells: [group],
        paused,
        backup: { file: '/b', createdAt: 0, missing: [shell(name)] },
        muted: [named(name)],
        gaming: { on: true },
      },
      showStatus,
    ),
    printed([member], showMembers),
    printed({ member }, showRemembered),
    printed([invite], showInvites),
    printed([mod], showMods),
    printed({ mod }, showReleased),
    printed([transfer, transfer], showTransfers),
    printed({ near, members: [member] }, ({ members }) => showNear(near, members)),
    printed({ paused }, showPaused),
    printed(
      { limits: { up: null, down: 1, members: [{ up: 1, down: 1, member: named(name) }] } },
      showLimits,
    ),
    printed(removal, showRemoval),
    printed({ removal: { ...removal, state: 'removed' as const }, also: [removal] }, showRemoved),
    printed([removal], showRemovals),
    ...events.map((event) => printed(event, showEvent)),
  ];
}

test.each(NAMES)('P90 whatever somebody calls themselves (%j), no answer acts on the terminal', (name) => {
  const harmless = everything('Ada', {});
  for (const [at, answer] of everything(name, {}).entries()) {
    expect(answer).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(answer.split('\n')).toHaveLength(harmless[at]?.split('\n').length ?? 0);
  }
  for (const answer of everything(name, { FORCE_COLOR: '1' }))
    expect(answer.replace(/\u001b\[\d{1,2}m/g, '')).not.toMatch(/(?!\n)\p{C}/u);
});

test('columns stand under each other whatever letters are in them, with colours and without', () => {
  const people = ['Ada', '水晶', 'Z\u0301oe\u0301', '🎉', '한글'];
  const rows = people.map((name): shown.MemberShown => ({
    ...named(name),
    me: false,
    online: name !== 'Ada',
    host: false,
    uptimeSeconds: null,
    near: false,
    metres: null,
    path: null,
    lastSeen: null,
    invitedBy: null,
    note: name,
    muted: name === 'Ada',
  }));
  const plainly = showMembers(rows, grey);
  const lines = plainly.split('\n');
  const start = (line: string, word: string): number => widthOf(line.slice(0, line.indexOf(word)));
  for (const [at, name] of people.entries())
    expect(start(lines[at + 1] ?? '', hex(name).slice(0, 8))).toBe(start(lines[0] ?? '', 'ID'));
  expect(lines[1]).toMatch(/ \(muted\) Ada$/);
  const unnoted = rows.map((row) => ({ ...row, note: '', muted: false }));
  expect(showMembers(unnoted, grey)).not.toContain('NOTE');
  expect(printable(showMembers(rows, coloured), false)).toBe(plainly);
  expect(showMembers(rows, coloured)).not.toBe(plainly);
});

test('what moves is drawn for eyes and told for readers', () => {
  const transfer: shown.TransferShown = {
    mod: 'Coat',
    member: named('Ada'),
    direction: 'receiving',
    bytes: 6_200_000,
    total: 10_000_000,
    bytesPerSecond: 1_500_000,
    etaSeconds: 3,
    state: 'transferring',
    reason: null,
  };
  expect(showTransfers([transfer], grey)).toBe('Coat from Ada: 62 % of 10.0 MB, moves, 1.5 MB/s, 3 s left');
  expect(printable(showTransfers([transfer], coloured), false)).toMatch(
    /^↓ Coat {2}from Ada {2}█+.?░+ {2}62 % {2}of 10\.0 MB {2}moves, 1\.5 MB\/s, 3 s left$/,
  );
  expect(showTransfers([transfer], { ...coloured, columns: 40 })).toBe(
    'Coat from Ada: 62 % of 10.0 MB, moves,\n  1.5 MB/s, 3 s left',
  );
  expect(showTransfers([], coloured)).toBe('Nothing moves.');
});

test('whoever looks at a join under way is told how it goes on and how it is given up', () => {
  const joining: shown.ShellStatus = {
    ...shell(''),
    id: hex('Raid') as ShellId,
    state: 'joining',
    me: named('Ben'),
    host: null,
    members: 0,
    online: 0,
    epoch: '',
    password: null,
    unsynced: false,
  };
  const node = { version: '1', pid: 1, uptimeSeconds: 1, page: null, log: '/log' };
  const status = { node, shells: [joining], paused: [], backup: null, muted: [], gaming: { on: false } };
  const [, , heading, row, , told] = showStatus(status, grey).split('\n');
  expect(heading).toMatch(/^SYNCSHELL {2}ID/);
  expect(row).toMatch(/^- {10}52616964 {2}joining {2}Ben {2}- {5}-$/);
  expect(told).toMatch(/52616964 .*"npx fyteclub join".*"npx fyteclub leave --shell 52616964" gives up\.$/);
});

test('whoever dials nobody does not claim that somebody cannot be reached', () => {
  const told = (byReply: boolean): string => {
    const stderr = new PassThrough();
    const around = { env: {}, stdin: new PassThrough(), stdout: new PassThrough(), stderr };
    const terminal = new Terminal(around, { json: false, quiet: false });
    for (const step of [
      { state: 'dialling' },
      { state: 'reply-needed', reply: 'FC1', expiresAt: 0 },
    ] as const)
      terminal.answer(step, showJoinStep(byReply));
    return String(stderr.read());
  };
  expect(told(false)).toMatch(
    /^Reaching the inviter…\nThey could not be reached directly so far\.\nStep 2 of 2: /,
  );
  expect(told(true)).toMatch(/^Step 2 of 2: /);
});

test('whoever says how far a friend stands is told when that is too far', () => {
  const sight = { id: named('Ada').id, metres: 60, source: 'manual' as const };
  const ada = (near: boolean) => [{ ...named('Ada'), near }] as unknown as readonly shown.MemberShown[];
  expect(showNear([sight], ada(false))).toBe('Ada stands 60 m away, which is too far for mods to move.');
  expect(showNear([sight], ada(true))).toBe('Ada stands 60 m away.');
});

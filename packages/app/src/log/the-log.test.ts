import { appendFileSync, existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { pino } from 'pino';
import { followLog, readLog } from './read-log.ts';
import { logFiles, OLDER_LOGS, RotatingLog } from './rotating-log.ts';

const freshFile = (): string => join(mkdtempSync(join(tmpdir(), 'fyte-')), 'log', 'node.log');
const told = async (file: string): Promise<readonly string[]> =>
  (await readLog(file, 'debug')).map(({ msg }) => msg);

test('lines are there when they are written, for this account alone', async () => {
  const file = freshFile();
  const log = pino({ base: null }, new RotatingLog(file));
  log.info({ member: 'Ada' }, 'came');
  log.warn('late');
  expect(await readLog(file, 'info')).toMatchObject([
    { level: 30, msg: 'came', member: 'Ada' },
    { level: 40, msg: 'late' },
  ]);
  expect(await readLog(file, 'warn')).toMatchObject([{ msg: 'late' }]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('the disk is not filled: the oldest goes, and what is kept is in order, over a restart too', async () => {
  const file = freshFile();
  for (let run = 0; run < 4; run++) {
    const log = pino({ base: null }, new RotatingLog(file, 2_000));
    for (let i = 0; i < 100; i++) log.info(`${run}/${i}`);
  }
  for (const each of logFiles(file)) expect(statSync(each).size).toBeLessThanOrEqual(2_000);
  expect(existsSync(`${file}.${OLDER_LOGS + 1}`)).toBe(false);
  const kept = await told(file);
  expect(kept.at(-1)).toBe('3/99');
  const numbers = kept.map((text) => text.split('/').map(Number)).map(([run, i]) => run! * 100 + i!);
  expect(numbers).toEqual(numbers.map((_, i) => numbers[0]! + i));
});

test('a log that cannot be written stops nobody', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'fyte-')), 'taken');
  writeFileSync(file, '');
  const log = pino({ base: null }, new RotatingLog(join(file, 'node.log')));
  expect(() => log.error('lost')).not.toThrow();
});

test('what a kill cut short, and what somebody else wrote, is left out', async () => {
  const file = freshFile();
  pino({ base: null }, new RotatingLog(file)).info('whole');
  appendFileSync(file, 'hello\n{"level":30}\nnull\n{"level":30,"ti');
  expect(await told(file)).toEqual(['whole']);
  expect(await readLog(join(file, 'nowhere'), 'info')).toEqual([]);
});

test('who follows hears what was and what comes, over a new file too', async () => {
  const file = freshFile();
  const destination = new RotatingLog(file, 400);
  const log = pino({ base: null }, destination);
  log.info('before');
  const gone = new AbortController();
  const heard: string[] = [];
  const following = (async () => {
    for await (const { msg } of followLog(file, 'info', gone.signal)) {
      heard.push(msg);
      if (heard.length === 1) for (let i = 0; i < 3; i++) log.info(`now ${i}`);
      if (msg === 'now 2') {
        // So long that a new file has to begin.
        log.info('x'.repeat(300));
      }
      if (msg.startsWith('x')) gone.abort();
    }
  })();
  await following;
  expect(heard).toEqual(['before', 'now 0', 'now 1', 'now 2', 'x'.repeat(300)]);
  expect(readFileSync(file, 'utf8')).toContain('xxx');
});

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRecorder, readRecordings } from './recording.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fy-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const record = (...messages: string[]): void => {
  const recorder = createRecorder(folder);
  for (const message of messages) recorder.record(Buffer.from(message));
  recorder.close();
};

test('what was recorded is read back, message by message', () => {
  record('hello', '', 'goodbye');
  expect(readRecordings(folder).map(String)).toEqual(['hello', '', 'goodbye']);
});

test('a message cut short by a kill is left out, what a later process recorded is not', async () => {
  record('whole');
  const [file] = await readdir(folder);
  await appendFile(join(folder, file!), Buffer.from([200, 0, 0, 0, 1, 2]));
  await appendFile(join(folder, '999999.sent'), Buffer.from([2, 0, 0, 0, 104, 105]));
  expect(readRecordings(folder).map(String)).toEqual(['whole', 'hi']);
});

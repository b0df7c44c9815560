import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from '@jest/globals';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const children: ChildProcessByStdio<Writable, Readable, null>[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** One of the two, from the TypeScript source. */
function chat(...args: readonly string[]) {
  const loader = path('../src/testing/run-typescript.mjs');
  const command = ['--conditions=@fyteclub/source', '--import', loader, path('chat.ts'), ...args];
  const child = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    hears: async (): Promise<string | undefined> => ((await lines.next()) as { value?: string }).value,
    says: (line: string) => child.stdin.write(`${line}\n`),
    hangUp: () => child.stdin.end(),
    ended: once(child, 'exit'),
  };
}

test('two processes chat over WebRTC, and both end when one hangs up', async () => {
  const ada = chat('listen');
  const [, port = '', secret = '', fingerprint = ''] = ((await ada.hears()) ?? '').split(' ');
  const ben = chat('dial', port, secret, fingerprint);
  ben.says('Hello Ada');
  expect(await ada.hears()).toBe('Hello Ada');
  ada.says('Hello Ben, ça va?');
  expect(await ben.hears()).toBe('Hello Ben, ça va?');
  ben.hangUp();
  expect(await Promise.all([ada.ended, ben.ended])).toEqual([
    [0, null],
    [0, null],
  ]);
});

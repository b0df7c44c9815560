import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

export type Env = Readonly<Record<string, string>>;

/** The product as users start it. Processes run what `npm run build` has made. */
export const MAIN = fileURLToPath(new URL('../../../app/dist/main.js', import.meta.url));
/** The same command line with altered parts: see node-under-test.ts. */
export const MAIN_UNDER_TEST = fileURLToPath(new URL('../../dist/node-under-test.js', import.meta.url));

export type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** The developer's own FyteClub settings and the test runner's marks stay out of the process. */
const isForeign = (name: string): boolean =>
  name.startsWith('FYTECLUB_') || name.startsWith('JEST_') || name === 'NODE_ENV' || name === 'NODE_OPTIONS';

export function launch(main: string, args: readonly string[], env: Env = {}): Child {
  const inherited = Object.entries(process.env).filter(([name]) => !isForeign(name));
  return spawn(process.execPath, [main, ...args], {
    env: { ...Object.fromEntries(inherited), NO_COLOR: '1', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** A line of JSON as the command line promises it; undefined for anything else. */
export function parseLine(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

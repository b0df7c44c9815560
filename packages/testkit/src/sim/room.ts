import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { totalmem } from 'node:os';

const MIB = 2 ** 20;
const HEAP = '--max-old-space-size';
/** Else V8 looks through everything that lives whenever 64 MiB of messages have come and gone, which takes seconds. */
const UNHURRIED = '--external-memory-accounted-in-global-limit';

/** Nodes leave much behind that is short-lived: with room for it, less of it is looked at twice. */
export const ROOM = ['--max-semi-space-size=64'];

/** A thousand nodes in one process need far more than a process is given unasked. */
function roomForCrowd(): readonly string[] {
  const known = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
  const heap = `${HEAP}=${Math.floor((0.7 * totalmem()) / MIB)}`;
  return [heap, '--max-semi-space-size=256', ...(known.includes(UNHURRIED) ? [UNHURRIED] : [])];
}

export const hasRoomForCrowd = (): boolean => process.execArgv.some((option) => option.startsWith(HEAP));

/** Runs this very program once more, with room for a crowd. @returns its exit code. */
export async function runWithRoom(): Promise<number> {
  const [, program = '', ...argv] = process.argv;
  const child = spawn(process.execPath, [...roomForCrowd(), program, ...argv], { stdio: 'inherit' });
  // Whoever ends this one means the crowd, which would go on for hours.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

import { join } from 'node:path';
import { once } from 'node:events';
import { Option } from 'commander';
import { LEVELS, followLog, readLog, type Level, type LogLine } from '../log/read-log.ts';
import { describe } from '../problems.ts';
import type { Asking } from './asking.ts';
import { plain } from './plain.rules.ts';

const isLevel = (text: string): text is Level => text in LEVELS;

/** Adds `logs`, which reads the files themselves: it tells most when no node runs. */
export function addLogsVerb({ verb, global, fail }: Asking): void {
  verb('logs', 'what the node wrote down')
    .option('--follow', 'keep telling')
    .addOption(levelOption())
    .action(async ({ follow = false, level }: { follow?: boolean; level: string }) => {
      const here = global();
      if (!isLevel(level)) {
        fail(here, describe('bad-level', { text: level }));
        return;
      }
      const file = join(here.paths.log, 'node.log');
      const tell = (line: LogLine): void => {
        here.terminal.answer(line, showLine(line));
      };
      if (!follow) {
        const lines = await readLog(file, level);
        lines.forEach(tell);
        if (lines.length === 0) here.terminal.say(`Nothing is written in ${file}.`);
        return;
      }
      const gone = new AbortController();
      void Promise.race(['SIGINT', 'SIGTERM'].map((name) => once(process, name))).then(() => {
        gone.abort();
      });
      for await (const line of followLog(file, level, gone.signal)) tell(line);
    });
}

function levelOption(): Option {
  const option = new Option('--level <level>', 'at least of this level').default('info');
  // For help and completion; what is no level is told in words of our own.
  option.argChoices = Object.keys(LEVELS);
  return option;
}

/** `2026-12-24 20:15:03  warn   refused a renewal  from=ab12cd34  code=token-expired` */
function showLine({ level, time, msg, ...facts }: LogLine): string {
  const name = Object.entries(LEVELS).findLast(([, number]) => number <= level)?.[0] ?? 'debug';
  const told = Object.entries(facts).map(([fact, value]) => `${fact}=${shortly(value)}`);
  return [stampOf(time), name.padEnd(5), plain(msg), ...told].join('  ');
}

/** `2026-12-24 20:15:03`, in local time: always as wide, and in order when sorted. */
function stampOf(time: number): string {
  const local = new Date(time - 60_000 * new Date(time).getTimezoneOffset());
  return local.toISOString().slice(0, 19).replace('T', ' ');
}

/** Ids are recognised by their beginning; a line of a terminal is not endless, and nobody's text steers it. */
function shortly(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = plain(text);
  return /^[0-9a-f]{64}$/.test(safe) ? safe.slice(0, 8) : safe.slice(0, 200);
}

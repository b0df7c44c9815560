import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LogLine } from '../log/read-log.ts';
import { messageOf, systemCode } from '../system-errors.ts';
import { VERSION } from '../version.ts';
import { redact, redactStack } from './redact.rules.ts';

/** What the report of one crash is made from. */
export interface Crash {
  readonly error: unknown;
  /** The verb that ran. */
  readonly verb: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly uptimeSeconds: number;
  /** What the node wrote down last; of it only what happened is told, and nothing of whom it happened to. */
  readonly log: readonly LogLine[];
}

/** Reports that are kept: the newest. */
const KEPT = 10;
const LAST_LINES = 40;

/** The report, as strangers may read it: without names, ids, addresses and paths. */
export function describeCrash({ error, verb, at, uptimeSeconds, log }: Crash): string {
  const { name = 'Error', stack = '' } = (typeof error === 'object' ? (error ?? {}) : {}) as Partial<Error>;
  const code = systemCode(error);
  const { platform, arch, version } = process;
  const lines = log.slice(-LAST_LINES).map(({ time, level, msg }) => {
    return `${((time - at) / 1000).toFixed(1).padStart(8)} s  ${level}  ${redact(msg)}`;
  });
  return [
    'FyteClub had to stop. This report holds no names, ids, addresses and paths.',
    '',
    `version  ${VERSION}, node ${version}, ${platform} ${arch}`,
    `verb     ${redact(verb)}, for ${Math.round(uptimeSeconds)} s`,
    `error    ${redact(name)}${code === undefined ? '' : ` (${redact(code)})`}: ${redact(messageOf(error))}`,
    '',
    ...redactStack(stack).map((line) => `  ${line}`),
    '',
    'What was written down last, in seconds before that:',
    ...lines,
    '',
  ].join('\n');
}

/**
 * Writes a report into the folder of the log, readable by this account alone, and drops the oldest ones.
 * @returns its path. @throws the system's error.
 */
export function writeReport(folder: string, crash: Crash): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const reports = readdirSync(folder).filter((name) => /^crash-.*\.txt$/.test(name));
  for (const name of reports.sort().slice(0, -(KEPT - 1))) rmSync(join(folder, name), { force: true });
  const moment = new Date(crash.at).toISOString().replace(/\..*$/, '').replaceAll(':', '-');
  const path = join(folder, `crash-${moment}-${process.pid}.txt`);
  writeFileSync(path, describeCrash(crash), { mode: 0o600 });
  return path;
}

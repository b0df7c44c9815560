import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from '../cli/run.ts';
import { Terminal, type Surroundings } from '../cli/terminal.ts';
import { resolvePaths } from '../config/paths.ts';
import { parseLogLine, type LogLine } from '../log/read-log.ts';
import { RotatingLog } from '../log/rotating-log.ts';
import type { NodeParts } from '../node/parts.ts';
import { describe } from '../problems.ts';
import { messageOf, systemCode } from '../system-errors.ts';
import { redact } from './redact.rules.ts';
import { writeReport } from './report.ts';

/**
 * Runs this process's command line. What nobody has caught ends it with a sentence, a report beside the log and an exit
 * code, and never with a trace on the screen: an error that nobody expected leaves nothing that could be relied on.
 * @param parts what `up` composes its node from; the product's own unless a test swaps some.
 */
export async function runProcess(
  argv: readonly string[],
  around: Surroundings,
  parts: Partial<NodeParts> = {},
): Promise<void> {
  const crash = (error: unknown): never => process.exit(tellCrash(error, argv, around));
  // Rejections that nobody handles come here too.
  process.on('uncaughtException', crash);
  const verb = verbOf(argv);
  for (const stream of [around.stdout, around.stderr])
    stream.on('error', (error) => {
      if (systemCode(error) !== 'EPIPE') crash(error);
      // Whoever read has gone. A node, and a demo that has to end its nodes, have others to be there for.
      if (verb !== 'up' && verb !== 'demo') process.exit(0);
    });
  try {
    process.exitCode = await runCli(argv, around, parts);
  } catch (error) {
    crash(error);
  }
}

/** The command line may be what is wrong, so that it is looked at and not understood. */
const verbOf = (argv: readonly string[]): string => {
  const verb = argv.find((word, at) => !word.startsWith('-') && argv[at - 1] !== '--home');
  return verb !== undefined && /^[a-z]{1,12}$/.test(verb) ? verb : 'nothing';
};

function homeIn(argv: readonly string[]): string | undefined {
  const at = argv.indexOf('--home');
  return at >= 0 ? argv[at + 1] : argv.find((word) => word.startsWith('--home='))?.slice('--home='.length);
}

/** @returns the exit code. */
function tellCrash(error: unknown, argv: readonly string[], around: Surroundings): number {
  const terminal = new Terminal(around, { json: argv.includes('--json'), quiet: false });
  let report = 'No report of it could be written.';
  try {
    const { log: folder } = resolvePaths(homeIn(argv), around.env);
    const file = join(folder, 'node.log');
    const path = writeReport(folder, {
      error,
      verb: verbOf(argv),
      at: Date.now(),
      uptimeSeconds: process.uptime(),
      log: lastLines(file),
    });
    new RotatingLog(file).write(crashLine(path, redact(messageOf(error))));
    report = `What is known of it is in ${path}`;
  } catch {
    // The disk may be what is wrong.
  }
  return terminal.fail(describe('crashed', { report }));
}

/** pino's number for what ends a process. */
const FATAL = 60;

/** As the node's own logger would have put it, which may not be there any more. */
const crashLine = (report: string, error: string): string =>
  `${JSON.stringify({ level: FATAL, time: Date.now(), report, error, msg: 'crashed' })}\n`;

function lastLines(file: string): readonly LogLine[] {
  try {
    const lines = readFileSync(file, 'utf8').split('\n');
    return lines.slice(-100).flatMap((line) => parseLogLine(line) ?? []);
  } catch {
    return [];
  }
}

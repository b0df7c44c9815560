import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { undescribed } from './described.ts';
import { launch, MAIN, parseLine, type Env } from './launch.ts';
import { transcripts } from './remembered.ts';
import { until } from './until.ts';

/** One line of stdout under `--json`, which has no other: an object. */
export type Line = Readonly<Record<string, unknown>>;

/** What one run of a verb is given besides its arguments. */
export interface CliOptions {
  /** Written to the verb, whose stdin is then closed: the way of codes and passwords. */
  readonly stdin?: string;
  /** On top of the developer's own, of which nothing that begins with `FYTECLUB_` or `JEST_` is passed on. */
  readonly env?: Env;
  /** Another entry than the product's. */
  readonly main?: string;
  /** A verb that has not ended by then is killed, and the test fails; 60 s unless told. */
  readonly timeoutMs?: number;
}

/** What came of one run of a verb. */
export interface CliResult {
  /** 0 done, 1 failed, 2 wrong usage, 3 no node runs, 4 refused, 5 timed out. */
  readonly exitCode: number;
  /** The answer: the last line of stdout. */
  readonly json: Line;
  /** Every line of stdout, for the verbs that stream. */
  readonly lines: readonly Line[];
  readonly stderr: string;
}

/** A verb that is still at it, such as a `join` that waits for a reply. */
export interface RunningVerb {
  /** The first line that fits, be it past or still to come. */
  line(fits: (line: Line) => boolean, what: string): Promise<Line>;
  /** @throws when stdout holds anything but lines of JSON, or the verb does not end in time. */
  readonly done: Promise<CliResult>;
}

const MINUTE = 60_000;

/** Starts one verb with `--json` against the node on `home`. */
export function startVerb(home: string, args: readonly string[], options: CliOptions = {}): RunningVerb {
  const child = launch(options.main ?? MAIN, [...args, '--home', home, '--json'], options.env);
  const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? MINUTE);
  // A verb that ends without reading closes the pipe under us; its exit code tells more than EPIPE.
  child.stdin.on('error', () => undefined).end(options.stdin ?? '');
  const stdout: string[] = [];
  const lines = createInterface(child.stdout).on('line', (line) => stdout.push(line));
  const said = Promise.all([text(child.stderr), once(child, 'exit'), once(lines, 'close')]);

  const done = said.then(([stderr, [exitCode, signal]]): CliResult => {
    clearTimeout(timer);
    const whole = `fyteclub ${args.join(' ')}\nstdout: ${stdout.join('\n')}\nstderr: ${stderr}`;
    if (typeof exitCode !== 'number')
      throw new Error(`ended by ${String(signal)}: ${whole}\n\n${transcripts()}`);
    const answer = stdout.map((line) => {
      const value = parseLine(line);
      if (!value) throw new Error(`not a line of JSON: ${line}\n${whole}`);
      const surprise = undescribed(args[0] ?? '', value);
      if (surprise !== undefined) throw new Error(`${surprise}\n${whole}`);
      return value;
    });
    return { exitCode, json: answer.at(-1) ?? {}, lines: answer, stderr };
  });
  const find = (fits: (line: Line) => boolean): Line | undefined =>
    stdout.map(parseLine).find((line) => line !== undefined && fits(line));
  return { line: (fits, what) => until(() => find(fits), { what }), done };
}

/** Runs one verb to its end. @throws as {@link RunningVerb.done} does. */
export const cli = (home: string, args: readonly string[], options?: CliOptions): Promise<CliResult> =>
  startVerb(home, args, options).done;

import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { launch, MAIN, parseLine, type Env } from './launch.ts';
import { transcripts } from './remembered.ts';

export interface CliOptions {
  readonly stdin?: string;
  readonly env?: Env;
  readonly main?: string;
  /** A verb that has not ended by then is killed, and the test fails; 60 s unless told. */
  readonly timeoutMs?: number;
}

export interface CliResult {
  readonly exitCode: number;
  /** The answer: the last line of stdout. */
  readonly json: Readonly<Record<string, unknown>>;
  /** Every line of stdout, for the verbs that stream. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  readonly stderr: string;
}

/**
 * Runs one verb with `--json` against the node on `home`.
 *
 * @throws when stdout holds anything but lines of JSON, or the verb does not end.
 */
export async function cli(
  home: string,
  args: readonly string[],
  options: CliOptions = {},
): Promise<CliResult> {
  const child = launch(options.main ?? MAIN, [...args, '--home', home, '--json'], options.env);
  const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? 60_000);
  // A verb that ends without reading closes the pipe under us; its exit code tells more than EPIPE.
  child.stdin.on('error', () => undefined).end(options.stdin ?? '');
  const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const [stdout, stderr, [exitCode, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    exit,
  ]);
  clearTimeout(timer);

  const said = `fyteclub ${args.join(' ')}\nstdout: ${stdout}\nstderr: ${stderr}`;
  if (exitCode === null) throw new Error(`ended by ${signal ?? 'no signal'}: ${said}\n\n${transcripts()}`);
  const lines = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const value = parseLine(line);
      if (!value) throw new Error(`not a line of JSON: ${line}\n${said}`);
      return value;
    });
  return { exitCode, json: lines.at(-1) ?? {}, lines, stderr };
}

import type { Readable, Writable } from 'node:stream';
import { confirm, isCancel, password, text } from '@clack/prompts';
import { err, ok } from '@fyteclub/identity/result';
import pc from 'picocolors';
import { describe, exitCodeOf, type Failure, type Outcome } from '../problems.ts';
import { cutTo, plain, plainly, printable, widthOf, wrap } from './plain.rules.ts';

/** The process's surroundings, so that a test can run the command line without a process. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable & { isTTY?: boolean; ref?(): unknown; unref?(): unknown };
  readonly stdout: Writable & { isTTY?: boolean; columns?: number };
  readonly stderr: Writable & { isTTY?: boolean; columns?: number };
  /** Shows an address in a browser, if there is one. */
  browse?(url: string): Promise<void>;
}

/** An answer in words: as they are, or made from its value, in which then no text acts on the terminal. */
export type Human<Value> = string | ((value: Value, terminal: Terminal) => string);

export interface Style {
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Shorter passphrases can be found by trying. */
const SAFE_LENGTH = 12;
/** No code and no passphrase is longer. */
const MAX_SECRET = 8192;

/** The next piece of a stream, which then pauses with the rest; undefined at its end. */
function nextChunk(stream: Readable): Promise<string | undefined> {
  if (stream.readableEnded || stream.destroyed) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const settle = (chunk: string | undefined): void => {
      stream.pause();
      stream.off('data', came);
      for (const end of ENDS) stream.off(end, ended);
      resolve(chunk);
    };
    const came = (chunk: unknown): void => {
      settle(String(chunk));
    };
    const ended = (): void => {
      settle(undefined);
    };
    stream.on('data', came);
    for (const end of ENDS) stream.on(end, ended);
    stream.resume();
  });
}

const ENDS = ['end', 'close', 'error'] as const;

/** Whether a stream of this process may be coloured: as people say, else as the terminal can. */
function mayColour({ env }: Surroundings, stream: { isTTY?: boolean }): boolean {
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

const CLEAR_LINE = '\r\u001b[2K';
const COLUMNS = 80;

/** stdout carries the answer, stderr everything else; under `--json` stdout is JSON lines, failures included. */
export class Terminal {
  readonly around: Surroundings;
  readonly style: Style;
  readonly #colours: boolean;
  readonly #answersInColour: boolean;
  readonly #changesLines: boolean;
  readonly #changesAnswers: boolean;
  /** For the answer; each is the text itself where colours are not wanted. */
  readonly paint: ReturnType<typeof pc.createColors>;
  #lines: string[] | undefined;
  #isLive = false;
  #drawn = 0;

  constructor(around: Surroundings, style: Style) {
    this.around = around;
    this.style = style;
    this.#colours = mayColour(around, around.stderr);
    this.#answersInColour = mayColour(around, around.stdout);
    this.#changesLines =
      around.stderr.isTTY === true && around.env['TERM'] !== 'dumb' && !style.json && !style.quiet;
    this.#changesAnswers = around.stdout.isTTY === true && around.env['TERM'] !== 'dumb' && !style.json;
    this.paint = pc.createColors(this.#answersInColour);
  }

  get interactive(): boolean {
    return this.around.stdin.isTTY === true && this.around.stderr.isTTY === true && !this.style.json;
  }

  /** In the browser of whoever sits in front of it; a script only gets the address. */
  async browse(url: string): Promise<void> {
    if (this.interactive) await this.around.browse?.(url);
  }

  /** How wide an answer may be; whoever reads it elsewhere than on a terminal breaks its lines there. */
  get columns(): number {
    const { isTTY, columns = COLUMNS } = this.around.stdout;
    return isTTY === true ? columns : Number.POSITIVE_INFINITY;
  }

  /** Sentences broken to the terminal's width. */
  wrapped(text: string, indent = ''): string {
    return wrap(text, this.columns, indent);
  }

  /** An answer that the next one takes the place of, on a terminal; elsewhere they follow each other. */
  answerInPlace<Value>(value: Value, human: Human<Value>): void {
    if (!this.#changesAnswers) {
      this.answer(value, human);
      return;
    }
    const { stdout } = this.around;
    const lines = printable(this.#worded(value, human), this.#answersInColour).split('\n');
    const above = this.#drawn === 0 ? '' : `\u001b[${this.#drawn}A`;
    stdout.write(`${above}\u001b[J${lines.map((line) => this.#fitting(line)).join('\n')}\n`);
    this.#drawn = lines.length;
  }

  /** Whether the answer is drawn for eyes: with bars, and changed in place. */
  get drawsAnswers(): boolean {
    return this.#changesAnswers;
  }

  /** The value for scripts, its words for people. */
  answer<Value>(value: Value, human: Human<Value>): void {
    this.settle();
    const words = this.style.json ? JSON.stringify(value) : this.#worded(value, human);
    const lines = this.style.json ? words : printable(words, this.#answersInColour);
    if (lines !== '') this.around.stdout.write(`${lines}\n`);
  }

  #worded<Value>(value: Value, human: Human<Value>): string {
    return typeof human === 'string' ? human : human(plainly(value), this);
  }

  /** For the people in front of it: never part of the answer, silent under `--quiet` and `--json`. */
  say(sentence: string): void {
    if (this.style.quiet || this.style.json) return;
    this.settle();
    this.around.stderr.write(`${this.#broken(printable(sentence, this.#colours))}\n`);
  }

  /** One line about something under way, which the next word replaces; only a terminal shows it. */
  live(line: string): void {
    if (!this.#changesLines) return;
    this.#isLive = true;
    const columns = (this.around.stderr.columns ?? COLUMNS) - 1;
    this.around.stderr.write(`${CLEAR_LINE}${cutTo(plain(line), columns)}`);
  }

  /** Takes the line away that is still under way. */
  settle(): void {
    if (this.#isLive) this.around.stderr.write(CLEAR_LINE);
    this.#isLive = false;
  }

  fail(failure: Failure): number {
    this.settle();
    if (this.style.json) this.around.stdout.write(`${JSON.stringify({ error: failure })}\n`);
    else {
      const { red, dim } = pc.createColors(this.#colours);
      const { message, next, code } = failure;
      const [what, then] = [this.#broken(plain(message)), this.#broken(plain(next))];
      this.around.stderr.write(`${red(what)}\n${then}\n${dim(`(${code})`)}\n`);
    }
    return exitCodeOf(failure.code);
  }

  /** A destructive verb asks on a terminal, is told by `--yes`, and is refused elsewhere; `--json` implies yes. */
  async sure(verb: string, question: string, yes: boolean): Promise<Outcome<void>> {
    if (yes || this.style.json) return ok(undefined);
    if (!this.interactive) return err(describe('needs-yes', { verb }));
    const answer = await confirm({ message: question, initialValue: false });
    return answer === true ? ok(undefined) : err(describe('cancelled'));
  }

  /**
   * A secret from the argument, from stdin (`-`, or no terminal), or from a prompt.
   * @param oneLine a password follows on stdin, so the secret ends with its line
   */
  async secret(argument: string | undefined, prompt: string, oneLine = false): Promise<Outcome<string>> {
    if (argument !== undefined && argument !== '-') return ok(argument);
    if (argument === '-' || !this.interactive)
      return ok(oneLine ? await this.#nextLine() : await this.#readAll());
    const answer = await text({ message: prompt });
    return isCancel(answer) ? err(describe('cancelled')) : ok(answer);
  }

  /** A password or passphrase: the next line of stdin if that was asked for, else typed unseen. */
  async password(fromStdin: boolean, prompt: string): Promise<Outcome<string>> {
    if (fromStdin) return ok(await this.#nextLine());
    if (!this.interactive) return err(describe('needs-stdin'));
    const answer = await password({ message: prompt });
    return isCancel(answer) ? err(describe('cancelled')) : ok(answer);
  }

  /** One that is chosen now: typed twice on a terminal, because nobody sees it. */
  async newPassword(fromStdin: boolean, prompt: string): Promise<Outcome<string>> {
    const typed = await this.password(fromStdin, prompt);
    if (fromStdin || !typed.ok) return typed;
    const again = await this.password(false, 'The same again');
    return again.ok && again.value !== typed.value ? err(describe('passphrases-differ')) : again;
  }

  /** One that keeps a file closed: whoever has the file can try out as many as they like. */
  async newPassphrase(fromStdin: boolean, prompt: string): Promise<Outcome<string>> {
    const chosen = await this.newPassword(fromStdin, prompt);
    if (chosen.ok && chosen.value !== '' && chosen.value.length < SAFE_LENGTH)
      this.say(
        'That passphrase is short: whoever gets hold of the file can try out short ones. A few words that do not belong together are better.',
      );
    return chosen;
  }

  /** The first line of stdin, the rest of which stays where it is: whoever feeds a node need not end it. */
  async line(): Promise<string> {
    const { stdin } = this.around;
    stdin.setEncoding('utf8');
    stdin.ref?.();
    let all = '';
    while (!all.includes('\n') && all.length <= MAX_SECRET) {
      const chunk = await nextChunk(stdin);
      if (chunk === undefined) break;
      all += chunk;
    }
    stdin.unref?.(); // nor does a pipe that stays open keep the process from ending
    return all.slice(0, MAX_SECRET).split(/\r?\n/, 1)[0] ?? '';
  }

  /** Whether stdin, once read, held more than what was asked of it. */
  get hasMore(): boolean {
    return this.#lines?.some((line) => line !== '') ?? false;
  }

  /** Sentences on stderr, broken between words where a terminal would break them anywhere. */
  #broken(text: string): string {
    const { isTTY, columns = COLUMNS } = this.around.stderr;
    return isTTY === true
      ? text
          .split('\n')
          .map((line) => wrap(line, columns))
          .join('\n')
      : text;
  }

  /** No wider than the terminal, so that a line is one line; colours are given up where it has to be cut. */
  #fitting(line: string): string {
    const width = this.around.stdout.columns ?? COLUMNS;
    return widthOf(line) <= width ? line : cutTo(printable(line, false), width);
  }

  async #nextLine(): Promise<string> {
    this.#lines ??= (await this.#readAll()).split(/\r?\n/);
    return this.#lines.shift() ?? '';
  }

  async #readAll(): Promise<string> {
    let all = '';
    this.around.stdin.setEncoding('utf8');
    for await (const chunk of this.around.stdin) {
      all += String(chunk);
      if (all.length > MAX_SECRET) break; // the decoder says so
    }
    return all.slice(0, MAX_SECRET);
  }
}

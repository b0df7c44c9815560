import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { cli, type CliOptions, type CliResult } from './cli.ts';
import { undescribed } from './described.ts';
import { launch, MAIN, MAIN_UNDER_TEST, parseLine, type Child, type Env } from './launch.ts';
import { rememberNode } from './remembered.ts';
import { until } from './until.ts';
import { underTestArgs, type UnderTest } from '../under-test-options.ts';

/** How a test starts a node. */
export interface StartOptions {
  readonly home: string;
  /** More options of `up`, after those that every test needs. */
  readonly args?: readonly string[];
  readonly env?: Env;
  /** Serves the page, at a port that the system chooses unless `args` say which. */
  readonly page?: boolean;
  /** Given to the node, whose stdin then stays open. */
  readonly stdin?: string;
  /** Another entry than the product's. */
  readonly main?: string;
  /** Starts the node with altered parts: see node-under-test.ts. */
  readonly underTest?: UnderTest;
  /** For the node to get ready; 30 s unless told. */
  readonly timeoutMs?: number;
}

/** One line of the stream that `up --json` writes. */
export interface NodeEvent {
  readonly event: string;
  readonly [key: string]: unknown;
}

/** How a process ended: by itself with a code, or by a signal; the other is null. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A node in the foreground of a process of its own, on loopback only, and without a page unless asked. */
export interface NodeProcess {
  readonly home: string;
  readonly pid: number;
  readonly events: readonly NodeEvent[];
  readonly running: boolean;
  readonly ended: Promise<ProcessEnd>;
  stderr(): string;
  /** What to read when something went wrong. */
  transcript(): string;
  /** Runs a verb with `--json` over this node's socket. */
  cli(args: readonly string[], options?: CliOptions): Promise<CliResult>;
  /** The first event that fits, be it past or still to come. */
  event(fits: (event: NodeEvent) => boolean, what: string, timeoutMs?: number): Promise<NodeEvent>;
  /** SIGKILL: no goodbye, no flush. */
  kill9(): Promise<ProcessEnd>;
  /** SIGTERM. @throws when the node does not leave in time (15 s unless told); it is then killed. */
  stop(timeoutMs?: number): Promise<ProcessEnd>;
}

const STOP_MS = 15_000;
const LAST_EVENTS = 20;
const LAST_CHARACTERS = 4000;

/** `up` as tests start it: on loopback only, and without a page unless asked. */
export const upArguments = (home: string, page = false): readonly string[] => [
  ...['up', '--bind', '127.0.0.1', '--home', home, '--json'],
  ...(page ? [] : ['--no-page']),
];

/**
 * A node in a process of its own, once it is ready. {@link endNodes} ends it after the test, if nothing did before.
 *
 * @throws with everything the node said, when it ends or stays silent instead of getting ready.
 */
export async function startNode(options: StartOptions): Promise<NodeProcess> {
  const { home, underTest } = options;
  const up = [...upArguments(home, options.page), ...(options.args ?? [])];
  const child = underTest
    ? launch(options.main ?? MAIN_UNDER_TEST, underTestArgs(underTest, up), options.env)
    : launch(options.main ?? MAIN, up, options.env);
  if (options.stdin !== undefined) child.stdin.write(options.stdin);
  const node = new Running(home, child);
  rememberNode(node);
  const ready = (): boolean => !node.running || node.events.some(({ event }) => event === 'ready');
  await until(ready, { what: `the node on ${home} to be ready`, timeoutMs: options.timeoutMs ?? 30_000 });
  if (!node.running) throw new Error(`the node ended before it was ready\n${node.transcript()}`);
  return node;
}

class Running implements NodeProcess {
  readonly home: string;
  readonly pid: number;
  readonly events: NodeEvent[] = [];
  readonly ended: Promise<ProcessEnd>;
  running = true;
  readonly #child: Child;
  #stderr = '';

  constructor(home: string, child: Child) {
    this.home = home;
    this.pid = child.pid ?? 0;
    this.#child = child;
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    createInterface(child.stdout).on('line', (line) => {
      const value = parseLine(line);
      const event = value?.['event'];
      const isDescribed = value !== undefined && undescribed('up', value) === undefined;
      this.events.push(
        isDescribed && typeof event === 'string' ? { ...value, event } : { event: 'not an event', line },
      );
    });
    this.ended = once(child, 'exit').then(([code, signal]: unknown[]) => {
      this.running = false;
      return { code, signal } as ProcessEnd;
    });
  }

  stderr(): string {
    return this.#stderr;
  }

  transcript(): string {
    const events = this.events.slice(-LAST_EVENTS).map((event) => JSON.stringify(event));
    const state = this.running
      ? `process ${this.pid}`
      : `ended (${this.#child.signalCode ?? this.#child.exitCode})`;
    return [`--- ${this.home}, ${state}`, ...events, this.#stderr.slice(-LAST_CHARACTERS)].join('\n');
  }

  cli(args: readonly string[], options?: CliOptions): Promise<CliResult> {
    return cli(this.home, args, options);
  }

  event(fits: (event: NodeEvent) => boolean, what: string, timeoutMs?: number): Promise<NodeEvent> {
    return until(() => this.events.find(fits), { what, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
  }

  kill9(): Promise<ProcessEnd> {
    this.#child.kill('SIGKILL');
    return this.ended;
  }

  async stop(timeoutMs = STOP_MS): Promise<ProcessEnd> {
    this.#child.kill('SIGTERM');
    const end = await Promise.race([this.ended, sleep(timeoutMs, undefined, { ref: false })]);
    if (end) return end;
    await this.kill9();
    throw new Error(`the node did not leave within ${timeoutMs} ms of SIGTERM\n${this.transcript()}`);
  }
}

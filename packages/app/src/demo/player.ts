import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { callVerb, streamVerb } from '../api/client.ts';
import { resolvePaths, type Paths } from '../config/paths.ts';
import type * as shown from '../shown/index.ts';
import { describe, type Failure } from '../problems.ts';
import { Stopped } from './stopped.ts';

const MAIN = fileURLToPath(new URL('../main.js', import.meta.url));
const GOODBYE_MS = 5_000;
/** What a node is said to have answered that gave none, or half of one. */
const NO_ANSWER = ['not-running', 'internal'];

/** What the user has set for a node of their own is nothing to the demo's. */
const environment = (): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('FYTECLUB_')));

/** One member: a real node in a process of its own, on 127.0.0.1. */
export class Player {
  readonly name: string;
  readonly paths: Paths;
  readonly #stop: AbortSignal;
  #process: ChildProcess | undefined;

  /**
   * @param root where homes are made.
   * @param stop once it is aborted, nobody starts any more.
   */
  constructor(name: string, root: string, stop: AbortSignal) {
    this.name = name;
    this.paths = resolvePaths(join(root, name.toLowerCase()), environment());
    this.#stop = stop;
  }

  get running(): boolean {
    return this.#process !== undefined;
  }

  /** Until the node is ready. @throws {@link Stopped} with what the node itself said, if it said anything. */
  async start(): Promise<void> {
    if (this.#stop.aborted) throw new Stopped(describe('demo-stopped'));
    const args = [MAIN, 'up', '--home', this.paths.home, '--bind', '127.0.0.1', '--no-open', '--json'];
    const child = spawn(process.execPath, args, {
      env: environment(),
      // Over the channel nothing is said: a node ends once its other end is gone, also where the demo is killed.
      stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
      // A Ctrl+C on the terminal is for the demo, which then ends its nodes in its own order.
      detached: process.platform !== 'win32',
    });
    this.#process = child;
    if (child.stdout === null) throw new Error('a node whose output is not piped');
    const lines = createInterface({ input: child.stdout });
    await new Promise<void>((resolve, reject) => {
      let said: Failure | undefined;
      child.once('error', reject);
      lines.on('line', (line) => {
        const told = JSON.parse(line) as { event?: string; error?: Failure };
        said ??= told.error;
        if (told.event === 'ready') resolve();
      });
      lines.once('close', () => {
        reject(new Stopped(said ?? describe('internal', { detail: `${this.name}’s node did not start` })));
      });
    });
  }

  async ask<Answer>(verb: string, input: object = {}): Promise<Answer> {
    const answer = await callVerb(this.paths.socket, verb, input);
    if (!answer.ok) throw await this.#refused(answer.error);
    return answer.value as Answer;
  }

  async join(code: string): Promise<void> {
    for await (const step of streamVerb(this.paths.socket, 'join', { code, as: this.name }))
      if (!step.ok) throw await this.#refused(step.error);
  }

  async group(): Promise<shown.ShellStatus> {
    const [group] = (await this.ask<shown.Status>('status')).shells;
    if (group === undefined) throw await this.#refused(describe('no-shell'));
    return group;
  }

  async members(): Promise<readonly shown.MemberShown[]> {
    return (await this.ask<{ members: shown.MemberShown[] }>('members')).members;
  }

  async online(): Promise<readonly string[]> {
    return (await this.members()).filter(({ online }) => online).map(({ name }) => name);
  }

  async received(): Promise<shown.ModShown | undefined> {
    const { mods } = await this.ask<{ mods: shown.ModShown[] }>('mods');
    return mods.find((mod) => mod.direction === 'received');
  }

  /** What comes here, as far as it has come. */
  async coming(): Promise<shown.TransferShown | undefined> {
    const { transfers } = await this.ask<{ transfers: shown.TransferShown[] }>('transfers');
    return transfers.find(({ direction }) => direction === 'receiving');
  }

  /** Ends the process if there is one; who does not leave when asked is made to. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), GOODBYE_MS);
    await gone;
    clearTimeout(timer);
  }

  /** With no time left to wait. */
  endNow(): void {
    this.#process?.kill('SIGKILL');
  }

  /** Whoever is killed leaves the socket behind, which does not lie in the home. */
  async tidy(): Promise<void> {
    if (process.platform !== 'win32') await rm(this.paths.socket, { force: true });
  }

  async #refused({ code, message, next }: Failure): Promise<Stopped> {
    const ended = await this.#howItEnded(code);
    return new Stopped({
      code,
      message: ended === null ? `${this.name}: ${message}` : `${this.name}’s node ended (${ended}).`,
      next,
    });
  }

  /** The system closes the doors of a process first, and tells its parent a moment later that it ended. */
  async #howItEnded(code: Failure['code']): Promise<number | string | null> {
    const child = this.#process;
    if (child === undefined) return null;
    const running = child.exitCode === null && child.signalCode === null;
    if (running && NO_ANSWER.includes(code))
      await Promise.race([once(child, 'exit'), delay(GOODBYE_MS, undefined, { ref: false })]);
    return child.exitCode ?? child.signalCode;
  }
}

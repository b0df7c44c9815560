import { callVerb, resolvePaths, streamVerb } from '@fyteclub/app';
import type * as answers from '../processes/answers.ts';
import { launch, MAIN } from '../processes/launch.ts';
import { startNode, upArguments, type NodeProcess } from '../processes/node-process.ts';
import { setTimeout as sleep } from 'node:timers/promises';

/** What must not be so, whatever was killed. */
export class Broken extends Error {}

/** One member whose node is killed now and then, and what is known to be on its disk. */
export class Person {
  readonly name: string;
  readonly home: string;
  /** Mods of others that were complete here and that nobody has touched since: their names, by their hashes. */
  readonly has = new Map<string, string>();
  /** Under which key it is in the group; undefined while that may be changing. */
  id: string | undefined;
  #node: NodeProcess | undefined;
  #since = 0;

  constructor(name: string, home: string) {
    this.name = name;
    this.home = home;
  }

  get running(): boolean {
    return this.#node?.running === true;
  }

  get pid(): number {
    return this.#node?.pid ?? 0;
  }

  /** Milliseconds since this process was started. */
  age(): number {
    return performance.now() - this.#since;
  }

  /** @throws {@link Broken} if the node does not come up on what is on the disk. */
  async up(): Promise<void> {
    try {
      this.#node = await startNode({ home: this.home, timeoutMs: 60_000 });
      this.#since = performance.now();
    } catch (error) {
      throw new Broken(`${this.name} does not come up again: ${String(error)}`);
    }
  }

  async kill(): Promise<void> {
    await this.#node?.kill9();
  }

  /** A start that does not get far. */
  async upForOnly(ms: number): Promise<void> {
    const child = launch(MAIN, upArguments(this.home));
    child.stdin.on('error', () => undefined);
    for (const stream of [child.stdout, child.stderr]) stream.resume();
    const gone = new Promise((resolve) => child.once('exit', resolve));
    await sleep(ms);
    child.kill('SIGKILL');
    await gone;
  }

  async leave(): Promise<void> {
    const end = await this.#node?.stop(30_000);
    if (end !== undefined && end.code !== 0)
      throw new Broken(`${this.name} does not leave cleanly: ${JSON.stringify(end)}`);
  }

  /** @throws what the node, or the lack of one, answers. */
  async ask<Answer>(verb: string, input: object = {}): Promise<Answer> {
    const answer = await callVerb(this.#socket, verb, input);
    if (!answer.ok) throw new Error(`${this.name}: ${verb}: ${JSON.stringify(answer.error)}`);
    return answer.value as Answer;
  }

  async join(code: string): Promise<void> {
    for await (const step of streamVerb(this.#socket, 'join', { code, as: this.name }))
      if (!step.ok) throw new Error(`${this.name}: join: ${JSON.stringify(step.error)}`);
  }

  async group(): Promise<answers.Shell | undefined> {
    return (await this.ask<answers.Status>('status')).shells[0];
  }

  async members(): Promise<readonly answers.Member[]> {
    return (await this.ask<{ members: answers.Member[] }>('members')).members;
  }

  async mods(): Promise<readonly answers.Mod[]> {
    return (await this.ask<{ mods: answers.Mod[] }>('mods')).mods;
  }

  transcript(): string {
    return this.#node?.transcript() ?? `${this.name} never ran`;
  }

  get #socket(): string {
    return resolvePaths(this.home, process.env).socket;
  }
}

import type { FyteNode } from '@fyteclub/app';
import type { Computer } from './computer.ts';
import type { NodeRun } from './node-run.ts';
import type { KnownCode } from './scene.ts';
import type { World } from './world.ts';

/** Somebody has pasted a code and waits. */
interface Join {
  readonly computer: Computer;
  readonly run: NodeRun;
  readonly code: KnownCode;
  readonly stop: AbortController;
  /** What the joiner was told to hand back to the inviter. */
  reply: string | undefined;
}

/** The joins under way. */
export class Joins {
  readonly #world: World;
  readonly #joins = new Set<Join>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Those of nodes that still run. */
  get waiting(): readonly Join[] {
    return [...this.#joins].filter(({ run }) => run.alive);
  }

  of(computer: Computer): Join | undefined {
    return this.waiting.find((join) => join.computer === computer);
  }

  /** Pastes a code; the rest takes its time. */
  begin(computer: Computer & { readonly node: FyteNode }, code: KnownCode, useReply: boolean): void {
    const { run, node, name } = computer;
    if (run === undefined) return;
    const join: Join = { computer, run, code, stop: new AbortController(), reply: undefined };
    this.#joins.add(join);
    const steps = node.join({ code: code.code, as: name, useReply }, join.stop.signal);
    this.#follow(join, steps).catch((error: unknown) => this.#world.faults.push(error));
  }

  /** Ctrl+C. */
  giveUp(computer: Computer): void {
    this.of(computer)?.stop.abort();
  }

  async #follow(join: Join, steps: ReturnType<FyteNode['join']>): Promise<void> {
    for await (const step of steps) {
      if (!join.run.alive) return;
      const { name } = join.computer;
      this.#world.trace.tell(this.#world.now, () => `${name} is told ${JSON.stringify(step)}`);
      if (step.ok && step.value.state === 'reply-needed') join.reply = step.value.reply;
    }
    this.#joins.delete(join);
  }
}

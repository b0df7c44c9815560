import { setTimeout as sleep } from 'node:timers/promises';
import type { InviteMade } from '../shown/index.ts';
import { describe } from '../problems.ts';
import { Field } from './field.ts';
import type { Player } from './player.ts';
import { Stopped, unlike } from './stopped.ts';

const PATIENCE_MS = 60_000;
const LOOK_MS = 200;

/** Who is told what happens. */
export interface Telling {
  /** A step that was done: its name for scripts, a sentence for people. */
  step(name: string, sentence: string, facts?: object): void;
  /** Something under way, in a line that the next one replaces. */
  live(line: string): void;
}

/** Where the demo is played: the people, the ground they walk on, and who listens. */
export class Stage {
  readonly root: string;
  readonly everybody: readonly Player[];
  readonly field: Field;
  readonly live: Telling['live'];
  readonly #step: Telling['step'];
  readonly #stop: AbortSignal;
  /** What is being tried. */
  current = 'start';

  constructor(root: string, everybody: readonly Player[], telling: Telling, stop: AbortSignal) {
    this.root = root;
    this.everybody = everybody;
    this.field = new Field(everybody);
    this.live = (line) => {
      telling.live(line);
    };
    this.#step = (name, sentence, facts) => {
      telling.step(name, sentence, facts);
    };
    this.#stop = stop;
  }

  /** Tries one step of the story, and tells it once it is true. */
  async scene(
    name: string,
    play: () => Promise<string | { sentence: string; facts: object }>,
  ): Promise<void> {
    this.current = name;
    const told = await play();
    if (typeof told === 'string') this.#step(name, told);
    else this.#step(name, told.sentence, told.facts);
  }

  /** @throws {@link Stopped} if it takes longer than anybody would watch. */
  async until(what: string, holds: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    while (!(await holds())) {
      if (this.#stop.aborted) throw new Stopped(describe('demo-stopped'));
      if (Date.now() > end) throw unlike(this.current, `${what} took too long`);
      await sleep(LOOK_MS);
    }
  }

  /** Until all of them name the same host, who is one of them. */
  async host(among: readonly Player[]): Promise<Player> {
    let host: Player | undefined;
    await this.until('agreeing on a host', async () => {
      const names = (await Promise.all(among.map((player) => player.group()))).map(
        (group) => group.host?.name,
      );
      host = among.find(({ name }) => name === names[0]);
      return host !== undefined && new Set(names).size === 1;
    });
    if (host === undefined) throw unlike(this.current, 'there is no host');
    return host;
  }

  /** Until all of them see all of them online, and nobody else. */
  async together(people: readonly Player[]): Promise<void> {
    const names = people
      .map(({ name }) => name)
      .sort()
      .join();
    await this.until('meeting each other', async () => {
      const seen = await Promise.all(people.map((player) => player.online()));
      return seen.every((online) => [...online].sort().join() === names);
    });
  }

  /** A code from whoever hosts, which the guest pastes. */
  async invite(members: readonly Player[], guest: Player): Promise<Player> {
    const host = await this.host(members);
    const { code } = await host.ask<InviteMade>('invite');
    await guest.join(code);
    return host;
  }
}

/** The first of them who is none of the others. */
export function somebodyElse(people: readonly Player[], ...but: readonly Player[]): Player {
  const found = people.find((player) => !but.includes(player));
  if (found === undefined) throw new Error('there is nobody else');
  return found;
}

/** "Ada, Ben and Cleo". */
export function listed(people: readonly Player[]): string {
  const names = people.map(({ name }) => name);
  return [names.slice(0, -1).join(', '), names.at(-1) ?? ''].filter((part) => part !== '').join(' and ');
}

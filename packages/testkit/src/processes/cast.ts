import { callVerb, resolvePaths } from '@fyteclub/app';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cli, startVerb, type CliOptions, type CliResult, type RunningVerb } from './cli.ts';
import { makeFolder } from './homes.ts';
import { startNode, type NodeProcess, type StartOptions } from './node-process.ts';
import { until } from './until.ts';
import type * as answers from './answers.ts';

/** One person of a story: a home, the node that runs on it now and then, and the verbs that stories use. */
export interface CastMember {
  readonly name: string;
  readonly home: string;
  /** The node that runs, or ran last. @throws before the first {@link up}. */
  readonly node: NodeProcess;
  /** Starts the node, or starts it again on the same home. */
  up(options?: Omit<StartOptions, 'home'>): Promise<NodeProcess>;
  /** Runs a verb, whatever comes of it. */
  ask(args: readonly string[], options?: CliOptions): Promise<CliResult>;
  /** Starts a verb that takes its time. */
  start(args: readonly string[], options?: CliOptions): RunningVerb;
  /** Runs a verb that must succeed. @throws with the whole answer when it does not. */
  run(args: readonly string[], options?: CliOptions): Promise<CliResult>;
  create(shell: string): Promise<answers.Created>;
  invite(): Promise<answers.Invited>;
  /** Joins with one paste; the code goes over stdin. */
  join(code: string): Promise<answers.Created>;
  status(): Promise<answers.Status>;
  members(): Promise<readonly answers.Member[]>;
  mods(): Promise<readonly answers.Mod[]>;
  transfers(): Promise<readonly answers.Transfer[]>;
  share(folder: string, name?: string): Promise<answers.Shared>;
  /** What this person's own eyes tell; `off` is out of sight. */
  near(whom: string, metres: number | 'off'): Promise<CliResult>;
}

/** Homes for the people of one story, all in one folder; nobody's node runs yet. */
export async function castOf<const Name extends string>(...names: Name[]): Promise<Record<Name, CastMember>> {
  const folder = await makeFolder();
  const cast = names.map(async (name): Promise<[Name, CastMember]> => {
    await mkdir(join(folder, name));
    return [name, new Person(name, join(folder, name))];
  });
  return Object.fromEntries(await Promise.all(cast)) as Record<Name, CastMember>;
}

/** A code from whoever hosts at the moment; while they disagree, again. */
export async function inviteFrom(...people: CastMember[]): Promise<answers.Invited> {
  const ask = async (): Promise<answers.Invited | undefined> => {
    for (const person of people) {
      const { exitCode, json } = await person.ask(['invite']);
      if (exitCode === 0) return json as unknown as answers.Invited;
    }
    return undefined;
  };
  return until(ask, { what: `one of ${people.map(({ name }) => name).join(', ')} to invite`, everyMs: 250 });
}

/** Starts everybody, founds a syncshell and lets the others join with one code each, until all see all online. */
export async function formSyncshell(founder: CastMember, ...joiners: CastMember[]): Promise<answers.Named> {
  const members = [founder];
  await Promise.all([founder, ...joiners].map((person) => person.up()));
  const { shell } = await founder.create('Raid night');
  for (const joiner of joiners) {
    await joiner.join((await inviteFrom(...members)).code);
    members.push(joiner);
  }
  await untilAllOnline(...members);
  return shell;
}

/** Until each of these people sees exactly these people online. */
export async function untilAllOnline(...people: CastMember[]): Promise<void> {
  const names = people.map(({ name }) => name).sort();
  for (const person of people) {
    const everybody = async (): Promise<boolean> => {
      const online = (await person.members()).filter((member) => member.online).map(({ name }) => name);
      return JSON.stringify(online.sort()) === JSON.stringify(names);
    };
    await until(everybody, { what: `${person.name} to see ${names.join(', ')} online`, everyMs: 250 });
  }
}

/** Until all of these people name the same host. @returns its name. */
export async function untilOneHost(...people: CastMember[]): Promise<string> {
  const agreed = async (): Promise<string | undefined> => {
    const hosts = await Promise.all(
      people.map(async (person) => (await person.status()).shells[0]?.host?.name),
    );
    return new Set(hosts).size === 1 ? hosts[0] : undefined;
  };
  return until(agreed, {
    what: `${people.map(({ name }) => name).join(', ')} to agree on a host`,
    everyMs: 250,
  });
}

class Person implements CastMember {
  readonly name: string;
  readonly home: string;
  #node: NodeProcess | undefined;

  constructor(name: string, home: string) {
    this.name = name;
    this.home = home;
  }

  get node(): NodeProcess {
    if (!this.#node) throw new Error(`${this.name} has not started a node yet`);
    return this.#node;
  }

  async up(options?: Omit<StartOptions, 'home'>): Promise<NodeProcess> {
    this.#node = await startNode({ ...options, home: this.home });
    return this.#node;
  }

  ask(args: readonly string[], options?: CliOptions): Promise<CliResult> {
    return cli(this.home, args, options);
  }

  start(args: readonly string[], options?: CliOptions): RunningVerb {
    return startVerb(this.home, args, options);
  }

  async run(args: readonly string[], options?: CliOptions): Promise<CliResult> {
    const result = await this.ask(args, options);
    if (result.exitCode === 0) return result;
    const log = this.#node?.transcript() ?? '';
    throw new Error(`${this.name}: ${args.join(' ')} failed: ${JSON.stringify(result)}\n${log}`);
  }

  create(shell: string): Promise<answers.Created> {
    return this.#answer(['create', shell, '--as', this.name]);
  }

  invite(): Promise<answers.Invited> {
    return this.#answer(['invite']);
  }

  join(code: string): Promise<answers.Created> {
    return this.#answer(['join', '-', '--as', this.name], { stdin: code });
  }

  status(): Promise<answers.Status> {
    return this.#look('status');
  }

  async members(): Promise<readonly answers.Member[]> {
    return (await this.#look<{ members: answers.Member[] }>('members')).members;
  }

  async mods(): Promise<readonly answers.Mod[]> {
    return (await this.#look<{ mods: answers.Mod[] }>('mods')).mods;
  }

  async transfers(): Promise<readonly answers.Transfer[]> {
    return (await this.#look<{ transfers: answers.Transfer[] }>('transfers')).transfers;
  }

  async share(folder: string, name?: string): Promise<answers.Shared> {
    const named = name === undefined ? [] : ['--name', name];
    return (await this.#answer<{ mod: answers.Shared }>(['share', folder, ...named])).mod;
  }

  near(whom: string, metres: number | 'off'): Promise<CliResult> {
    return this.run(['near', whom, String(metres)]);
  }

  /** Over the socket and not by a process of its own: stories look many times a second. */
  async #look<Answer extends object>(verb: string): Promise<Answer> {
    const answer = await callVerb(resolvePaths(this.home, process.env).socket, verb, {});
    if (answer.ok) return answer.value as Answer;
    throw new Error(
      `${this.name}: ${verb} failed: ${JSON.stringify(answer.error)}\n${this.#node?.transcript() ?? ''}`,
    );
  }

  async #answer<Answer extends object>(args: readonly string[], options?: CliOptions): Promise<Answer> {
    return (await this.run(args, options)).json as unknown as Answer;
  }
}

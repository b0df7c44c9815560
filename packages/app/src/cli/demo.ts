import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { callVerb, streamVerb } from '../api/client.ts';
import { resolvePaths } from '../config/paths.ts';
import type * as shown from '../node/shown.ts';
import { describe, type Failure } from '../problems.ts';
import type { Terminal } from './terminal.ts';
import { showBytes } from './units.ts';

const MAIN = fileURLToPath(new URL('../main.js', import.meta.url));
const PATIENCE_MS = 60_000;
const LOOK_MS = 200;
const MOD_FILES = 24;
const MOD_FILE_BYTES = 256 * 1024;

/** Ends the demo with the sentence of whatever refused. */
class Stopped extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** One member: a real node in a process of its own, on 127.0.0.1. */
class Actor {
  readonly name: string;
  readonly home: string;
  readonly #socket: string;
  #process: ChildProcess | undefined;

  constructor(name: string, root: string) {
    this.name = name;
    this.home = join(root, name.toLowerCase());
    this.#socket = resolvePaths(this.home, process.env).socket;
  }

  async start(): Promise<void> {
    const args = [MAIN, 'up', '--home', this.home, '--bind', '127.0.0.1', '--no-page', '--json'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#process = child;
    for await (const line of createInterface({ input: child.stdout })) {
      const event = JSON.parse(line) as { event?: string; error?: Failure };
      if (event.error !== undefined) throw new Stopped(event.error);
      if (event.event === 'ready') break;
    }
    child.stdout.resume();
  }

  async ask<Answer>(verb: string, input: object): Promise<Answer> {
    const answer = await callVerb(this.#socket, verb, input);
    if (!answer.ok) throw new Stopped(answer.error);
    return answer.value as Answer;
  }

  async join(code: string): Promise<void> {
    for await (const step of streamVerb(this.#socket, 'join', { code, as: this.name })) {
      if (!step.ok) throw new Stopped(step.error);
    }
  }

  async host(): Promise<string | undefined> {
    const status = await this.ask<shown.Status>('status', {});
    return status.shells[0]?.host?.name;
  }

  async online(): Promise<readonly string[]> {
    const { members } = await this.ask<{ members: shown.MemberShown[] }>('members', {});
    return members.filter((member) => member.online).map((member) => member.name);
  }

  async received(): Promise<shown.ModShown | undefined> {
    const { mods } = await this.ask<{ mods: shown.ModShown[] }>('mods', {});
    return mods.find((mod) => mod.direction === 'received' && mod.state === 'complete');
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child?.exitCode !== null || !child.kill(signal)) return;
    await once(child, 'exit');
  }
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > end)
      throw new Stopped(describe('demo-failed', { step: what, detail: 'it took too long' }));
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** A small mod as Penumbra keeps them: one third of its bytes compress well. */
async function writeMod(folder: string): Promise<void> {
  await mkdir(join(folder, 'files'), { recursive: true });
  const files: Record<string, string> = {};
  for (let i = 0; i < MOD_FILES; i++) {
    const bytes = i % 3 === 0 ? Buffer.alloc(MOD_FILE_BYTES, `texture ${i} `) : randomBytes(MOD_FILE_BYTES);
    await writeFile(join(folder, 'files', `${i}.tex`), bytes);
    files[`chara/demo/texture_${i}.tex`] = `files\\${i}.tex`;
  }
  const meta = { FileVersion: 3, Name: 'Demo coat', Author: 'Ada', Version: '1.0', ModTags: [] };
  await writeFile(join(folder, 'meta.json'), JSON.stringify(meta));
  await writeFile(
    join(folder, 'default_mod.json'),
    JSON.stringify({ Version: 0, Files: files, FileSwaps: {}, Manipulations: [] }),
  );
}

/** Four members in four real processes live through what a syncshell is for, on this machine alone. */
export async function demo(terminal: Terminal): Promise<number> {
  const root = await mkdtemp(join(tmpdir(), 'fyteclub-demo-'));
  const cast = ['Ada', 'Ben', 'Cleo', 'Dan'].map((name) => new Actor(name, root));
  let current = 'start';
  const step = (name: string, sentence: string): void => {
    current = name;
    terminal.answer({ step: name, ok: true, detail: sentence }, sentence);
  };
  const interrupted = once(process, 'SIGINT').then(() => {
    throw new Stopped(describe('cancelled'));
  });
  try {
    await Promise.race([story(cast as [Actor, Actor, Actor, Actor], root, step), interrupted]);
    terminal.answer(
      { step: 'done', ok: true },
      'Done. Everything ran on 127.0.0.1, in four processes of their own.',
    );
    return 0;
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    terminal.answer({ step: current, ok: false, detail: error.message }, '');
    return terminal.fail(error.failure);
  } finally {
    interrupted.catch(() => undefined);
    await Promise.all(cast.map((actor) => actor.end('SIGTERM')));
    await rm(root, { recursive: true, force: true });
  }
}

async function story(
  [ada, ben, cleo, dan]: readonly [Actor, Actor, Actor, Actor],
  root: string,
  step: (name: string, sentence: string) => void,
): Promise<void> {
  await Promise.all([ada, ben, cleo, dan].map((actor) => actor.start()));
  step('start', 'Ada, Ben, Cleo and Dan each start a node.');

  await ada.ask('create', { name: 'Demo night', as: 'Ada' });
  step('create', 'Ada creates the syncshell "Demo night".');

  const invited = async (among: readonly Actor[], guest: Actor): Promise<Actor> => {
    let host: Actor | undefined;
    await until(`a host to invite ${guest.name}`, async () => {
      const names = await Promise.all(among.map((actor) => actor.host()));
      host = among.find((actor) => actor.name === names[0]);
      return host !== undefined && new Set(names).size === 1;
    });
    if (host === undefined) throw new Error('no host after all');
    const { code } = await host.ask<shown.InviteMade>('invite', {});
    await guest.join(code);
    return host;
  };
  const first = await invited([ada], ben);
  step('join', `${first.name} invites Ben; he pastes one code and is in.`);
  const second = await invited([ada, ben], cleo);
  step('join-again', `${second.name}, the host by witnessed uptime, invites Cleo.`);
  await until('everybody to meet', async () =>
    (await Promise.all([ada, ben, cleo].map((actor) => actor.online()))).every((names) => names.length === 3),
  );
  step('introduced', 'All three are connected to each other; nobody pasted anything for that.');

  await writeMod(join(root, 'coat'));
  const { mod } = await ada.ask<{ mod: shown.SharedMod }>('share', {
    path: join(root, 'coat'),
    name: 'Demo coat',
  });
  step('share', `Ada shares "${mod.name}": ${mod.files} files, ${showBytes(mod.bytes)}.`);
  await ada.ask('near', { member: 'Ben', metres: 12 });
  await ben.ask('near', { member: 'Ada', metres: 12 });
  step('near', 'Ada and Ben see each other 12 m away; Cleo is far.');
  await until('the mod to arrive', async () => (await ben.received()) !== undefined);
  if ((await cleo.received()) !== undefined)
    throw new Stopped(describe('demo-failed', { step: 'near', detail: 'Cleo got the mod from afar' }));
  step('received', `Ben has it: ${(await ben.received())?.path ?? ''}. Cleo has nothing.`);

  const trio = [ada, ben, cleo];
  const hostName = await ada.host();
  const victim = trio.find((actor) => actor.name === hostName) ?? ada;
  const rest = trio.filter((actor) => actor !== victim);
  await victim.end('SIGKILL');
  step('killed', `${victim.name}, the host, is killed without a goodbye.`);
  await until('a new host', async () => {
    const names = await Promise.all(rest.map((actor) => actor.host()));
    return names.every((name) => name !== undefined && name === names[0] && name !== victim.name);
  });
  const third = await invited(rest, dan);
  step('new-host', `${third.name} is host now, as everybody agrees, and invites Dan.`);

  await victim.start();
  const all = [ada, ben, cleo, dan];
  await until('the killed one to return', async () =>
    (await Promise.all(all.map((actor) => actor.online()))).every((names) => names.length === 4),
  );
  step('returned', `${victim.name} is back, without any code, and meets Dan, who joined meanwhile.`);
}

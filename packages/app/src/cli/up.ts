import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { err, ok } from '@fyteclub/identity';
import type { z } from 'zod';
import { serveControlSocket, type OpenDoor } from '../api/control-door.ts';
import { EventLog } from '../api/event-log.ts';
import { servePage, type PageDoor } from '../api/page-door.ts';
import { pageMemory } from '../api/page-memory.ts';
import { pluginToken } from '../api/plugin-token.ts';
import { loadConfig } from '../config/config.ts';
import type { Paths } from '../config/paths.ts';
import { configSchema, type Config } from '../config/schema.ts';
import { must } from '../must.ts';
import { createNode } from '../node/create-node.ts';
import type { FyteNode } from '../node/node.ts';
import { productParts, type NodeParts } from '../node/parts.ts';
import { describe, type Failure, type Outcome } from '../problems.ts';
import { findForeignState } from '../store/store.ts';
import { unlockInWorker, unlockWith } from '../store/unlocking.ts';
import { plainly } from './plain.rules.ts';
import { shortId, showEvent } from './show.ts';
import type { NodeEvent } from '../shown/index.ts';
import type { Terminal } from './terminal.ts';
import type { Asking, Global } from './asking.ts';

export interface UpOptions {
  readonly bind?: string;
  readonly udpPort?: number;
  readonly pagePort?: number;
  /** `--no-page` makes it false. */
  readonly page?: boolean;
  /** `--no-open` makes it false. */
  readonly open?: boolean;
  readonly stun?: readonly string[];
  readonly passphraseStdin?: boolean;
  readonly inspect?: boolean;
}

const UNPROTECTED = 'Your keys are kept unprotected: whoever reads the files of this account is you';

/** Whether a program started this one with a channel to it, and wants it to be there no longer than itself. */
const isOwned = process.connected;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

type Here = Global & Pick<Asking, 'hinted'> & { readonly env: Readonly<Record<string, string | undefined>> };

/** Runs the node in the foreground until SIGINT, SIGTERM or the end of its terminal, then leaves cleanly. */
export async function up(here: Here, options: UpOptions, parts: Partial<NodeParts>): Promise<number> {
  const { terminal, paths } = here;
  const isFirst = !existsSync(paths.config);
  const config = withOptions(await loadConfig(paths.config, here.env), options);
  if (!config.ok) return terminal.fail(config.error);

  if (options.inspect === true && options.page === false)
    return terminal.fail(
      describe('usage', { detail: '--inspect is served by the page: leave out --no-page.' }),
    );

  const door = await serveControlSocket(paths.socket);
  if (!door.ok) return terminal.fail(door.error);
  const all = { ...productParts(paths), ...parts };
  const asked = { passphrase: false };
  const passphrase = (): Promise<Outcome<string>> => {
    asked.passphrase = true;
    return askPassphrase(terminal, options.passphraseStdin === true);
  };
  const unlock = unlockWith(paths.state, passphrase, unlockInWorker, all.random);
  const doors: OpenDoor[] = [door.value];
  const close = async (): Promise<void> => {
    await Promise.all(doors.map((each) => each.close()));
  };
  const giveUp = async (failure: Failure): Promise<number> => {
    await close();
    await all.network.shutdown();
    return terminal.fail(failure);
  };
  const foreign = await findForeignState(paths.state);
  if (foreign !== undefined) return giveUp(foreign);
  const page = options.page === false ? undefined : await openPage(paths, config.value, all);
  if (page?.ok === false) return giveUp(page.error);
  if (page !== undefined) doors.push(page.value);
  const shown = page === undefined ? {} : { page: page.value };
  // Whoever does not ask for it loads nothing of it.
  const relay = options.inspect === true ? (await import('../inspect/relay.ts')).createRelay() : undefined;
  const watched = relay === undefined ? {} : { inspect: relay.inspect };
  const node = await createNode({ paths, config: config.value, parts: all, unlock, ...shown, ...watched });
  if (!node.ok) return giveUp(node.error);
  node.value.events$.subscribe((event) => {
    if (terminal.style.json) terminal.answer(event, '');
    else terminal.say(here.hinted(showEvent(plainly(event)), shellToName(node.value, event)));
  });
  const run = Buffer.from(all.random(6)).toString('base64url');
  const events = new EventLog(node.value.events$, run, all.now);
  for (const each of doors) each.open(node.value, events, relay?.log);
  greet(here, node.value, page?.value.url ?? null);
  if (relay !== undefined) terminal.say('Its machines can be watched: npx fyteclub inspect');
  if (page !== undefined && isFirst && options.open !== false && config.value.page.open)
    await terminal.browse(page.value.link());
  if (!asked.passphrase) {
    all.log.warn({ state: paths.state }, UNPROTECTED);
    terminal.say(`${UNPROTECTED}. Set a passphrase with "npx fyteclub passphrase".`);
  }

  terminal.say(`\nStopping (${await toldToStop()})…`);
  // Whoever asks twice does not want to wait for goodbyes.
  for (const name of SIGNALS) process.once(name, () => process.exit(130));
  await close();
  await node.value.stop();
  await all.network.shutdown();
  return 0;
}

/** Of which syncshell an event tells, if there is another that one could mean. */
function shellToName(node: FyteNode, event: NodeEvent): string | undefined {
  const status = node.status();
  const lively = status.ok ? status.value.shells.filter(({ state }) => state !== 'removed') : [];
  return 'shell' in event && lively.length > 1 ? shortId(event.shell.id) : undefined;
}

/** Until a signal comes, or the program has ended that started this one with a channel to it. @returns which. */
async function toldToStop(): Promise<string> {
  const waiting = new AbortController();
  const whenever = (event: string, why: string): Promise<string> =>
    once(process, event, waiting).then(() => why);
  const ends = SIGNALS.map((name) => whenever(name, name));
  const orphaned = 'whoever started it has ended';
  if (process.connected) ends.push(whenever('disconnect', orphaned));
  else if (isOwned) ends.push(Promise.resolve(orphaned));
  const why = await Promise.race(ends);
  waiting.abort();
  return why;
}

/** What whoever started the node sees first. */
function greet({ terminal, paths: { home } }: Here, node: FyteNode, page: string | null): void {
  const ready = { event: 'ready', page, pid: process.pid, home } as const;
  if (terminal.style.json) terminal.answer(ready, '');
  else terminal.around.stderr.write(`${showEvent(ready)}\n`);
  const status = node.status();
  if (!status.ok || status.value.shells.length > 0) return;
  terminal.say('You are in no syncshell yet. In a second terminal:');
  if (page !== null)
    terminal.say('  npx fyteclub open                   shows the page, which does the same');
  terminal.say('  npx fyteclub create "Raid night"    starts one; then npx fyteclub invite');
  terminal.say('  npx fyteclub join                   joins a friend’s, with the code they sent');
}

async function openPage(
  paths: Paths,
  { page: { port } }: Config,
  { disk, now, random }: NodeParts,
): Promise<Outcome<PageDoor>> {
  const made = disk.makeFolders(paths);
  if (!made.ok) return made;
  return servePage({
    port,
    now,
    random,
    pluginToken: pluginToken(paths.state, random),
    memory: pageMemory(paths.state),
  });
}

/** Asked at a start; "" where there is nobody to ask. */
async function askPassphrase(terminal: Terminal, fromStdin: boolean): Promise<Outcome<string>> {
  if (fromStdin) return ok(await terminal.line());
  return terminal.interactive ? terminal.password(false, 'Passphrase') : ok('');
}

/** Options win over the file and are held against what it may hold; on loopback nothing outside this machine is asked. */
function withOptions(loaded: Outcome<Config>, options: UpOptions): Outcome<Config> {
  if (!loaded.ok) return loaded;
  const { network, page } = loaded.value;
  const told = {
    network: {
      bind: options.bind ?? network.bind,
      udp_port: options.udpPort ?? network.udp_port,
      stun: options.stun?.filter((server) => server !== 'none') ?? network.stun,
    },
    page: { ...page, port: options.pagePort ?? page.port },
  };
  const checked = configSchema.safeParse({ ...loaded.value, ...told }, { error: must });
  if (!checked.success) return err(describe('usage', { detail: wrongOption(checked.error) }));
  const { bind, stun } = checked.data.network;
  const onlyHere = bind === '::1' || bind.startsWith('127.');
  return ok({ ...checked.data, network: { ...checked.data.network, stun: onlyHere ? [] : stun } });
}

const OPTION_OF: Readonly<Record<string, string>> = {
  'network.bind': '--bind',
  'network.udp_port': '--udp-port',
  'network.stun': '--stun',
  'page.port': '--page-port',
};

/** The file was in order, so it is an option that is not. */
const wrongOption = ({ issues: [issue] }: z.ZodError): string =>
  `${OPTION_OF[issue?.path.slice(0, 2).join('.') ?? ''] ?? 'What was told'} ${issue?.message ?? ''}.`;

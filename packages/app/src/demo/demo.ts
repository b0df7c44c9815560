import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from '../problems.ts';
import type { Terminal } from '../cli/terminal.ts';
import { gather, type Parts } from './gathering.ts';
import { Player } from './player.ts';
import { Stage } from './stage.ts';
import { Stopped } from './stopped.ts';
import { stroll } from './stroll.ts';
import { upset } from './upheaval.ts';
import { dress } from './wardrobe.ts';

export interface DemoOptions {
  /** Leave nodes and page as they are until Ctrl+C, also after a failure. */
  readonly keep?: boolean;
  /** `--no-open` makes it false. */
  readonly open?: boolean;
}

const NAMES = ['Ada', 'Ben', 'Cleo', 'Dan'] as const;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Four members in four real processes live through what a syncshell is for, on this machine alone. Nothing is left of
 * them when it ends, however it ends.
 * @returns the exit code.
 */
export async function demo(terminal: Terminal, { keep = false, open = true }: DemoOptions): Promise<number> {
  const stop = new AbortController();
  const stopped = once(stop.signal, 'abort');
  const interrupt = (): void => {
    stop.abort();
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  const root = await mkdtemp(join(tmpdir(), 'fyteclub-demo-'));
  const players = NAMES.map((name) => new Player(name, root, stop.signal));
  const killAll = (): void => {
    for (const player of players) player.endNow();
  };
  process.once('exit', killAll);
  const { green } = terminal.paint;
  const stage = new Stage(
    root,
    players,
    {
      step: (step, detail, facts = {}) => {
        terminal.answer(
          { step, ok: true, detail, ...facts },
          terminal.wrapped(`${green('✓')} ${detail}`, '  '),
        );
      },
      live: (line) => {
        terminal.live(`  ${line}`);
      },
    },
    stop.signal,
  );
  const endAll = (): Promise<unknown> => Promise.all(players.map((player) => player.end('SIGTERM')));
  // With its nodes gone, a story has nothing left to wait for.
  const cut = stopped.then(endAll);
  try {
    const played = await play(terminal, stage, { open, stop: stop.signal });
    if (keep && !stop.signal.aborted) {
      terminal.say('\nEverything stays as it is until Ctrl+C.');
      if (played.parts !== undefined) void stroll(stage, played.parts, stop.signal);
      await stopped;
    }
    return played.code;
  } finally {
    stop.abort();
    await cut;
    await endAll(); // whoever was just being started
    await Promise.all(players.map((player) => player.tidy()));
    await rm(root, { recursive: true, force: true, maxRetries: 3 });
    process.off('exit', killAll);
    for (const signal of SIGNALS) process.off(signal, interrupt);
  }
}

interface Watching {
  readonly open: boolean;
  readonly stop: AbortSignal;
}

interface Played {
  readonly code: number;
  /** Undefined where the story broke off. */
  readonly parts?: Parts;
}

async function play(terminal: Terminal, stage: Stage, { open, stop }: Watching): Promise<Played> {
  try {
    terminal.say('Four friends, four nodes, one machine: nothing leaves 127.0.0.1.\n');
    const parts = await gather(stage);
    await showPage(terminal, stage, parts, open);
    await dress(stage, parts);
    await upset(stage, parts);
    const done = 'Done. Everything was real: four processes, WebRTC between them, and files on the disk.';
    terminal.answer({ step: 'done', ok: true }, `\n${done}`);
    return { code: 0, parts };
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    const detail = error.message.replace(/\.$/, '');
    const failure = stop.aborted
      ? describe('demo-stopped')
      : describe('demo-failed', { step: stage.current, detail });
    if (terminal.style.json) terminal.answer({ step: stage.current, ok: false, detail: failure.message }, '');
    return { code: terminal.fail(failure) };
  }
}

async function showPage(terminal: Terminal, stage: Stage, { watched }: Parts, open: boolean): Promise<void> {
  await stage.scene('page', async () => {
    const { url } = await watched.ask<{ url: string }>('open');
    if (open) await terminal.browse(url);
    const [page] = url.split('#');
    const { home } = watched.paths;
    terminal.say(`  ${watched.name}’s page, by a link that is good once and for a minute:\n  ${url}`);
    return {
      sentence: `${watched.name}’s page shows all that follows. For another link to it: npx fyteclub --home ${home} open`,
      facts: { page, home },
    };
  });
}

import { resolve } from 'node:path';
import { Argument } from 'commander';
import { callVerb, streamVerb } from '../api/client.ts';
import { parseRate } from '../config/rates.ts';
import { describe, type Outcome } from '../problems.ts';
import type { MemberShown, Sight, TransferShown } from '../shown/index.ts';
import type { Asking, ShellOption } from './asking.ts';
import type { Human } from './terminal.ts';
import { plainly } from './plain.rules.ts';
import { showGaming, showLimits, showMods, showNear, showPaused, showReleased } from './show.ts';
import { showTransfers } from './show-transfers.ts';
import { parseDuration, parseMetres, showBytes, showFiles } from './units.ts';

interface LimitOptions extends ShellOption {
  readonly member?: string;
  readonly up?: string;
  readonly down?: string;
}

/** Adds the verbs about mods: sharing them, whom they may move to, and how fast. */
export function addMovingVerbs({ verb, inShell, global, ask, fail }: Asking): void {
  inShell('share <path>', 'share a mod folder, .pmp or .pcp with everyone in range')
    .option('--name <name>', 'what friends see; the folder’s name unless given')
    .action(async (path: string, options: ShellOption & { name?: string }) => {
      if (path.trim() === '') {
        fail(global(), describe('no-path'));
        return;
      }
      global().terminal.live(`Reading ${path} …`);
      await ask('share', { ...options, path: resolve(path) }, ({ mod }) =>
        [
          `"${mod.name}" is shared: ${showFiles(mod.files)}, ${showBytes(mod.bytes)}.`,
          'Friends get it when you stand near: npx fyteclub near NAME METRES',
        ].join('\n'),
      );
    });
  inShell('unshare <name>', 'stop sharing a mod').action((name: string, options: ShellOption) =>
    ask('unshare', { ...options, name }, ({ mod }) => `"${mod.name}" is no longer shared.`),
  );
  inShell('mods', 'shared and received mods').action((options: ShellOption) =>
    ask('mods', options, ({ mods }, terminal) => showMods(mods, terminal)),
  );
  inShell('release <mod>', 'let a held mod through, by name or by the start of its hash').action(
    (mod: string, options: ShellOption) => ask('release', { ...options, mod }, showReleased),
  );
  inShell('near <member> <metres>', 'say by hand how far a friend (or "all") stands, or "off"').action(
    async (member: string, distance: string, options: ShellOption) => {
      const metres = parseMetres(distance);
      if (!metres.ok) {
        fail(global(), metres.error);
        return;
      }
      const here = global();
      const input = { ...options, member, metres: metres.value };
      const seen = (await callVerb(here.paths.socket, 'near', input)) as Outcome<{ near: Sight[] }>;
      if (!seen.ok) {
        fail(here, seen.error, options);
        return;
      }
      const known = await callVerb(here.paths.socket, 'members', options);
      const members = known.ok ? (known.value as { members: MemberShown[] }).members : [];
      here.terminal.answer(seen.value, ({ near }) => showNear(near, plainly(members)));
    },
  );
  inShell('transfers', 'what moves')
    .option('--follow', 'keep telling')
    .action(async (options: ShellOption & { follow?: boolean }) => {
      const here = global();
      for await (const answer of streamVerb(here.paths.socket, 'transfers', options)) {
        if (!answer.ok) {
          fail(here, answer.error);
          continue;
        }
        const moving = answer.value as { transfers: TransferShown[] };
        const human: Human<typeof moving> = ({ transfers }, terminal) => showTransfers(transfers, terminal);
        if (options.follow === true) here.terminal.answerInPlace(moving, human);
        else here.terminal.answer(moving, human);
      }
    });

  inShell('pause [member]', 'stop what moves, to and from everybody or one member')
    .option('--for <time>', 'how long; else until it is resumed')
    .action(async (member: string | undefined, { for: time, ...options }: ShellOption & { for?: string }) => {
      const forMs = time === undefined ? undefined : parseDuration(time);
      if (forMs?.ok === false) {
        fail(global(), forMs.error);
        return;
      }
      const input = { ...options, member, forMs: forMs?.value };
      await ask('pause', input, showPaused);
    });
  inShell('resume [member]', 'go on, and try again what has failed').action(
    (member: string | undefined, options: ShellOption) => ask('resume', { ...options, member }, showPaused),
  );
  inShell('limit', 'how fast mods may move; without a rate only tells')
    .option('--up <rate>', 'what leaves: 500kB/s, 2MB/s, 16Mbit/s, or "off"')
    .option('--down <rate>', 'what comes')
    .option('--member <member>', 'only to and from one member')
    .action(async ({ up, down, ...options }: LimitOptions) => {
      const rates = Object.entries({ up, down }).flatMap(([way, text]) =>
        text === undefined ? [] : [[way, parseRate(text)] as const],
      );
      for (const [, rate] of rates)
        if (!rate.ok) {
          fail(global(), rate.error);
          return;
        }
      const said = Object.fromEntries(rates.map(([way, rate]) => [way, rate.ok ? rate.value : null]));
      await ask('limit', { ...options, ...said }, showLimits);
    });
  verb('gaming', 'keep out of a game’s way: little leaves, and two transfers run at a time')
    .addArgument(new Argument('[switch]', 'without it only tells').choices(['on', 'off']))
    .action((to: 'on' | 'off' | undefined) =>
      ask('gaming', to === undefined ? {} : { on: to === 'on' }, showGaming),
    );
}

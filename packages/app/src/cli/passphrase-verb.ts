import { err } from '@fyteclub/identity/result';
import type { Command } from 'commander';
import type { Passphrases } from '../node/passphrase.ts';
import type { PassphraseSet } from '../shown/index.ts';
import { describe, type Outcome } from '../problems.ts';
import type { Terminal } from './terminal.ts';
import type { Global } from './asking.ts';

interface Options {
  readonly passphraseStdin?: boolean;
  readonly remove?: boolean;
}

/** Protecting what the node keeps on disk; while it runs, it holds the keys open. */
export function addPassphraseVerb(
  program: Command,
  global: () => Global,
  exit: (code: number) => void,
): void {
  program
    .command('passphrase')
    .description('protect your keys on the disk with a passphrase, or change it; no node may run')
    .option(
      '--passphrase-stdin',
      'the present passphrase, if there is one, and the new one: a line of stdin each',
    )
    .option('--remove', 'keep the keys without one from now on')
    .action(async ({ passphraseStdin = false, remove = false }: Options) => {
      const { terminal, paths } = global();
      const { secureRandom, serveControlSocket, setPassphrase, systemDisk } = await import('./offline.ts');
      const made = systemDisk.makeFolders(paths);
      // Held first: whoever is refused has typed nothing yet, and no node starts meanwhile.
      const door = made.ok ? await serveControlSocket(paths.socket) : made;
      if (!door.ok) {
        exit(terminal.fail(door.error));
        return;
      }
      const asked = asking(terminal, passphraseStdin, remove);
      const done = await setPassphrase(paths.state, asked, { random: secureRandom });
      await door.value.close();
      if (done.ok) terminal.answer(done.value, showSet);
      else exit(terminal.fail(done.error));
    });
}

const asking = (terminal: Terminal, fromStdin: boolean, remove: boolean): Passphrases => ({
  present: () => terminal.password(fromStdin, 'Present passphrase'),
  ...(remove ? {} : { wanted: (isFirst: boolean) => askWanted(terminal, fromStdin, isFirst) }),
});

/** On stdin, where it cannot be mistyped, its line must be the last. */
async function askWanted(terminal: Terminal, fromStdin: boolean, isFirst: boolean): Promise<Outcome<string>> {
  const typed = await terminal.newPassphrase(fromStdin, isFirst ? 'Passphrase' : 'New passphrase');
  if (!typed.ok || !fromStdin || !terminal.hasMore) return typed;
  const expected = isFirst ? 'one line, for there is no passphrase yet' : 'two lines';
  return err(describe('usage', { detail: `More was on stdin than ${expected}; nothing was changed.` }));
}

const showSet = (set: PassphraseSet, terminal: Terminal): string =>
  set.protected
    ? terminal.wrapped(
        'Your keys on this disk are protected: "npx fyteclub up" asks for the passphrase. Nobody can open them without it, you included. A backup has a passphrase of its own.',
      )
    : 'Your keys on this disk are protected by no passphrase any more.';

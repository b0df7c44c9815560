import { resolve } from 'node:path';
import type { Command } from 'commander';
import { callVerb } from '../api/client.ts';
import type { BackupMade } from '../shown/index.ts';
import { describe, type Outcome } from '../problems.ts';
import type { Global } from './asking.ts';
import { showMoment } from './units.ts';

interface Options {
  readonly passphraseStdin?: boolean;
  readonly check?: boolean;
  readonly yes?: boolean;
}

const showShells = ({ shells }: BackupMade): string => shells.map(({ name }) => `"${name}"`).join(', ');
const showDate = ({ createdAt }: BackupMade): string => showMoment(createdAt);

const welcome = (done: BackupMade): string => `You are back in ${showShells(done)}, as of ${showDate(done)}.`;

/** Backing up, and starting anew from a backup. */
export function addBackupVerbs(program: Command, global: () => Global, exit: (code: number) => void): void {
  /** Says how it went. */
  function answer(
    { terminal, paths }: Global,
    outcome: Outcome<BackupMade>,
    human: (made: BackupMade) => string,
  ): void {
    if (outcome.ok) terminal.answer(outcome.value, human);
    else {
      const { error } = outcome;
      exit(
        terminal.fail(error.code === 'not-running' ? describe('not-running', { home: paths.home }) : error),
      );
    }
  }

  program
    .command('backup <file>')
    .description('write an encrypted backup of every membership, or look into one with --check')
    .option('--passphrase-stdin', 'the passphrase is on stdin')
    .option('--check', 'open a backup without changing anything')
    .action(async (path: string, { passphraseStdin = false, check = false }: Options) => {
      const here = global();
      const { terminal } = here;
      const prompt = 'Passphrase of the backup';
      const passphrase = check
        ? await terminal.password(passphraseStdin, prompt)
        : await terminal.newPassphrase(passphraseStdin, prompt);
      const file = resolve(path);
      if (!passphrase.ok) answer(here, passphrase, () => '');
      else if (check) {
        const { checkBackup, systemDisk } = await import('./offline.ts');
        answer(
          here,
          checkBackup(systemDisk, file, passphrase.value),
          (made) => `This backup of ${showDate(made)} opens, and holds ${showShells(made)}.`,
        );
      } else {
        const made = await callVerb(here.paths.socket, 'backup', { file, passphrase: passphrase.value });
        answer(here, made as Outcome<BackupMade>, (written) =>
          terminal.wrapped(
            `${file} holds your place in ${showShells(written)}. Whoever has it and the passphrase is you; without the passphrase nobody can open it, you included.`,
          ),
        );
      }
    });

  program
    .command('restore <file>')
    .description('bring a backup into an empty home')
    .option(
      '--passphrase-stdin',
      'the passphrase is on stdin; if one protects the home, that on a second line',
    )
    .option('--yes', 'do not ask')
    .action(async (path: string, { passphraseStdin = false, yes = false }: Options) => {
      const here = global();
      const { terminal, paths } = here;
      const question = `Restore into ${paths.home}? The node that the backup was made on must not run any more.`;
      const sure = await terminal.sure('restore', question, yes);
      const passphrase = sure.ok
        ? await terminal.password(passphraseStdin, 'Passphrase of the backup')
        : sure;
      if (!passphrase.ok) {
        answer(here, passphrase, () => '');
        return;
      }
      const { createKeyRing, restore, secureRandom, serveControlSocket, systemDisk, unlockKeys, unlockWith } =
        await import('./offline.ts');
      const made = systemDisk.makeFolders(paths);
      // Held so that no node starts meanwhile.
      const door = made.ok ? await serveControlSocket(paths.socket) : made;
      if (!door.ok && door.error.code === 'already-running') {
        const input = { file: resolve(path), passphrase: passphrase.value };
        const back = await callVerb(paths.socket, 'restore', input);
        answer(here, back as Outcome<BackupMade>, (done) =>
          [welcome(done), 'What happened since comes from the first member you meet.'].join('\n'),
        );
        return;
      }
      if (!door.ok) {
        answer(here, door, () => '');
        return;
      }
      const unlock = unlockWith(
        paths.state,
        () => terminal.password(passphraseStdin, 'Passphrase of this home'),
        unlockKeys,
        secureRandom,
      );
      const restored = await restore(
        paths,
        { disk: systemDisk, createKeyRing },
        resolve(path),
        passphrase.value,
        unlock,
      );
      await door.value.close();
      answer(here, restored, (done) =>
        [welcome(done), 'Start the node: what happened since comes from the first member it meets.'].join(
          '\n',
        ),
      );
    });
}

import { isAbsolute } from 'node:path';
import { encodeBackup, err, ok } from '@fyteclub/identity';
import { describe, type Failure } from '../problems.ts';
import { encodeMemberships, type KeptMembership } from '../shell/kept-memberships.ts';
import type { Shell } from '../shell/shell.ts';
import { backupMemory } from './last-backup.ts';
import type { FyteNode } from './node.ts';
import type { NodeCore } from './node-core.ts';
import { bringBack, checkBackup, openFile } from './restore.ts';

/** What makes us a member, in one file that only a passphrase opens. */
export function backupVerbs(core: NodeCore): Pick<FyteNode, 'backup' | 'restore'> {
  const { parts, store, paths } = core.context;
  const remember = backupMemory(store);
  return {
    backup: ({ file, passphrase, check = false }) => {
      const problem = problemWith(file, passphrase);
      if (problem !== undefined) return err(problem);
      if (check) return checkBackup(parts.disk, file, passphrase);
      const kept = core.shells.flatMap((shell) => keptOf(shell) ?? []);
      if (kept.length === 0) return err(describe('nothing-to-back-up'));
      const createdAt = parts.now();
      const content = encodeMemberships(kept);
      const sealed = encodeBackup({ createdAt, content }, passphrase, parts.random);
      content.fill(0);
      const written = parts.disk.writeBackup(file, sealed);
      if (!written.ok) return written;
      const members = core.shells.filter((shell) => shell.parts !== undefined).map(({ me }) => me.id);
      remember({ file, createdAt, members });
      return ok({ file, createdAt, shells: kept.map(({ shell, name }) => ({ id: shell, name })) });
    },
    restore: ({ file, passphrase }) => {
      const problem = problemWith(file, passphrase);
      if (problem !== undefined) return err(problem);
      const opened = openFile(parts.disk, file, passphrase);
      if (!opened.ok) return opened;
      const back = bringBack({ store, parts, home: paths.home }, file, opened.value);
      if (!back.ok) return back;
      const { rows, ...told } = back.value;
      for (const row of rows) core.live(row);
      return ok(told);
    },
  };
}

/** Whoever runs the node is somewhere else than whoever names the file, so only a whole path says where it is. */
function problemWith(file: string, passphrase: string): Failure | undefined {
  if (!isAbsolute(file)) return describe('path-not-whole', { path: file });
  return passphrase === '' ? describe('empty-passphrase') : undefined;
}

function keptOf({ self, parts }: Shell): KeptMembership | undefined {
  if (parts === undefined) return undefined;
  const { shell, name, myName, seed, certificatePem, keyPem, fingerprint, token, spare, epochs } = self.row();
  return {
    shell,
    name,
    myName,
    seed,
    certificatePem,
    keyPem,
    fingerprint,
    token,
    spare: spare ?? new Uint8Array(),
    epochs,
    ...parts.book.everything(),
    invites: self.rows.invites().map(([id, row]) => ({ id, ...row })),
  };
}

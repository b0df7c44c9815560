import { encodeBackup, err, ok } from '@fyteclub/identity';
import { describe } from '../problems.ts';
import { encodeMemberships, type KeptMembership } from '../shell/kept-memberships.ts';
import type { Shell } from '../shell/shell.ts';
import type { FyteNode } from './node.ts';
import type { NodeCore } from './node-core.ts';

/** What makes us a member, in one file that only a passphrase opens. */
export function backupVerbs(core: NodeCore): Pick<FyteNode, 'backup'> {
  const { parts } = core.context;
  return {
    backup: ({ file, passphrase }) => {
      if (passphrase === '') return err(describe('empty-passphrase'));
      const shells = core.shells.flatMap((shell) => keptOf(shell) ?? []);
      if (shells.length === 0) return err(describe('nothing-to-back-up'));
      const createdAt = parts.now();
      const content = encodeMemberships(shells);
      const sealed = encodeBackup({ createdAt, content }, passphrase, parts.random);
      content.fill(0);
      const written = parts.disk.writeBackup(file, sealed);
      if (!written.ok) return written;
      return ok({ file, createdAt, shells: shells.map(({ shell, name }) => ({ id: shell, name })) });
    },
  };
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

import { systemDisk, type MembershipRow } from '@fyteclub/app';
import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cli, type CliResult } from '../processes/cli.ts';
import type { CastMember } from '../processes/cast.ts';
import { makeFolder } from '../processes/homes.ts';

/** A start that is to be refused: on stdin is what the passphrase should be, or nothing. */
export const refusedStart = (home: string, passphrase?: string): Promise<CliResult> =>
  cli(
    home,
    ['up', '--bind', '127.0.0.1', '--no-page', ...(passphrase === undefined ? [] : ['--passphrase-stdin'])],
    passphrase === undefined ? {} : { stdin: `${passphrase}\n` },
  );

/** `fyteclub passphrase`, with a line of stdin for each of these. */
export const setPassphrase = (
  home: string,
  lines: readonly string[],
  ...args: string[]
): Promise<CliResult> =>
  cli(home, ['passphrase', '--passphrase-stdin', ...args], {
    stdin: lines.map((line) => `${line}\n`).join(''),
  });

/** Starts a node whose state a passphrase protects. */
export const upWith = (person: CastMember, passphrase: string): Promise<unknown> =>
  person.up({ args: ['--passphrase-stdin'], stdin: `${passphrase}\n` });

/** Everything secret that the state in clear holds, and that no start makes anew. No node may run on it. */
export async function secretsOn(home: string): Promise<readonly Buffer[]> {
  const store = await systemDisk.openStore(join(home, 'state'));
  if (!store.ok) throw new Error(store.error.message);
  try {
    const memberships = store.value.node.table<MembershipRow>('memberships').entries();
    const invites = store.value.node.table<{ seed: Uint8Array }>('invites').entries();
    return [
      ...memberships.flatMap(([, { seed, keyPem, epochs }]) => [
        Buffer.from(seed),
        // A line from the middle of the key: the first says only what kind of key it is.
        Buffer.from(keyPem.split('\n')[1] ?? ''),
        ...epochs.map(({ secret }) => Buffer.from(secret)),
      ]),
      ...invites.map(([, { seed }]) => Buffer.from(seed)),
    ];
  } finally {
    await store.value.close();
  }
}

/** The same of a state under a passphrase, which is lifted from a copy. */
export async function secretsUnder(home: string, passphrase: string): Promise<readonly Buffer[]> {
  const copy = await makeFolder();
  await cp(join(home, 'state'), join(copy, 'state'), { recursive: true });
  const lifted = await setPassphrase(copy, [passphrase], '--remove');
  if (lifted.exitCode !== 0) throw new Error(JSON.stringify(lifted));
  return secretsOn(copy);
}

/** Which of these byte strings are in any file of a home. */
export async function readable(home: string, secrets: readonly Buffer[]): Promise<readonly number[]> {
  const files = (await readdir(home, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  const all = await Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name))));
  return secrets.flatMap((secret, at) => (all.some((bytes) => bytes.includes(secret)) ? [at] : []));
}

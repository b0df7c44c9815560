import { expect, test } from '@jest/globals';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { castOf, formSyncshell, untilAllOnline } from '../processes/cast.ts';
import { makeFolder } from '../processes/homes.ts';
import { shellOf } from '../processes/rosters.ts';
import { readable, refusedStart, secretsOn, secretsUnder, setPassphrase, upWith } from './keys-at-rest.ts';

const PASSPHRASE = 'a chocobo in the attic';
const ANOTHER = 'a moogle in the cellar';

test('P66 Ben’s disk, read by a thief, holds no secret in clear, and his group goes on as ever', async () => {
  const { Ada, Ben } = await castOf('Ada', 'Ben');
  await formSyncshell(Ada, Ben);
  const { me } = await shellOf(Ben);
  const running = { exitCode: 1, json: { error: { code: 'already-running' } } };
  expect(await setPassphrase(Ben.home, [PASSPHRASE])).toMatchObject(running);
  await Ben.node.stop();
  const before = await secretsOn(Ben.home);
  expect(before.length).toBeGreaterThanOrEqual(3);
  expect(await readable(Ben.home, before)).toEqual(before.map((_, at) => at)); // the thief knows how to look

  const done = { exitCode: 0, json: { protected: true } };
  expect(await setPassphrase(Ben.home, [PASSPHRASE])).toMatchObject(done);
  expect(await readable(Ben.home, before)).toEqual([]);
  const rows = join(Ben.home, 'state', 'node.lmdb');
  const sealed = await readFile(rows);
  const [locked, wrong] = [await refusedStart(Ben.home), await refusedStart(Ben.home, ANOTHER)];
  expect(locked).toMatchObject({ exitCode: 2, json: { error: { code: 'locked' } } });
  expect(wrong).toMatchObject({ exitCode: 1, json: { error: { code: 'wrong-passphrase' } } });
  expect((await readFile(rows)).equals(sealed)).toBe(true);

  await upWith(Ben, PASSPHRASE);
  await untilAllOnline(Ada, Ben);
  expect((await shellOf(Ben)).me).toEqual(me);
  // What is written from now on is secret as well: the keys of another membership, and its invite.
  await Ben.create('Crafting');
  await Ben.run(['invite', '--shell', 'Crafting']);
  await Ben.node.kill9();
  const after = await secretsUnder(Ben.home, PASSPHRASE);
  expect(after.length).toBe(before.length + 4);
  expect(await readable(Ben.home, [...after, ...before, Buffer.from(PASSPHRASE)])).toEqual([]);

  expect(await setPassphrase(Ben.home, [PASSPHRASE, ANOTHER])).toMatchObject(done);
  await upWith(Ben, ANOTHER);
  await Ben.run(['leave', '--shell', 'Crafting']);
  await untilAllOnline(Ada, Ben);
  await Ben.node.stop(); // although its stdin is open
});

test('P66 a backup of a protected home comes back into a protected one, and into one that is not', async () => {
  const { Ada, Spare, Plain } = await castOf('Ada', 'Spare', 'Plain');
  await setPassphrase(Ada.home, [PASSPHRASE]);
  await upWith(Ada, PASSPHRASE);
  const { me } = await Ada.create('Raid night');
  const file = join(await makeFolder(), 'Ada.fyteclub');
  await Ada.run(['backup', file, '--passphrase-stdin'], { stdin: 'of the backup' });
  await Ada.node.kill9();

  await setPassphrase(Spare.home, [ANOTHER]);
  const restore = (stdin: string) => Spare.ask(['restore', file, '--passphrase-stdin'], { stdin });
  const unopened = { exitCode: 2, json: { error: { code: 'locked' } } };
  expect(await restore('of the backup\n')).toMatchObject(unopened);
  expect(await restore(`of the backup\n${ANOTHER}\n`)).toMatchObject({ exitCode: 0 });
  expect(await readable(Spare.home, await secretsUnder(Spare.home, ANOTHER))).toEqual([]);
  await upWith(Spare, ANOTHER);
  expect((await shellOf(Spare)).me).toEqual(me);
  await Spare.node.kill9();

  await Plain.run(['restore', file, '--passphrase-stdin'], { stdin: 'of the backup' });
  await Plain.up();
  expect((await shellOf(Plain)).me).toEqual(me);
});

test('hostile keys, keys that are gone and lines too many are refused with a sentence, and nothing is lost', async () => {
  const { Ada } = await castOf('Ada');
  const lines = await setPassphrase(Ada.home, [PASSPHRASE, ANOTHER]);
  expect(lines).toMatchObject({ exitCode: 2, json: { error: { code: 'usage' } } });
  await Ada.up();
  await Ada.create('Raid night');
  await Ada.node.stop();
  await setPassphrase(Ada.home, [PASSPHRASE]);

  const path = join(Ada.home, 'state', 'keys.locked');
  const whole = await readFile(path);
  const greedy = Buffer.from(whole);
  greedy.writeBigUInt64BE(2n ** 40n, 15); // a terabyte
  await writeFile(path, greedy);
  const refused = await refusedStart(Ada.home, PASSPHRASE);
  expect(refused).toMatchObject({ exitCode: 1, json: { error: { code: 'locked-keys-too-demanding' } } });
  await rm(path);
  const missing = await refusedStart(Ada.home, PASSPHRASE);
  expect(missing).toMatchObject({ exitCode: 1, json: { error: { code: 'locked-keys-missing' } } });
  expect(JSON.stringify(missing.json)).toContain('restore a backup');

  await writeFile(path, whole);
  await upWith(Ada, PASSPHRASE);
  expect((await Ada.status()).shells).toMatchObject([{ name: 'Raid night', state: 'member' }]);
});

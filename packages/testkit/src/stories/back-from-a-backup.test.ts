import { expect, test } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { castOf, formSyncshell, inviteFrom, untilAllOnline, type CastMember } from '../processes/cast.ts';
import { makeFolder } from '../processes/homes.ts';
import { shellOf, untilNewEpoch, untilRoster, untilState } from '../processes/rosters.ts';
import { until } from '../processes/until.ts';

const PASSPHRASE = 'a chocobo in the attic';

const backUp = async (person: CastMember): Promise<string> => {
  const file = join(await makeFolder(), `${person.name}.fyteclub`);
  await person.run(['backup', file, '--passphrase-stdin'], { stdin: PASSPHRASE });
  return file;
};
const restore = (person: CastMember, file: string, passphrase = PASSPHRASE) =>
  person.ask(['restore', file, '--passphrase-stdin'], { stdin: passphrase });

test('P17 P66 a backup from before much happened brings Ben back, and his next word wins everywhere', async () => {
  const { Ada, Ben, Cleo, Dan, Empty } = await castOf('Ada', 'Ben', 'Cleo', 'Dan', 'Empty');
  await formSyncshell(Ada, Ben, Cleo);
  const { epoch: first, me } = await shellOf(Ben);
  const file = await backUp(Ben);

  // Afterwards: a newcomer, somebody voted out, a new epoch, and Ben's machine is lost.
  await Dan.up();
  await Dan.join((await inviteFrom(Ada, Ben, Cleo)).code);
  await Ada.run(['remove', 'Cleo']);
  await untilRoster(Ada, Ben, Dan);
  const second = await untilNewEpoch([Ada, Ben, Dan], first);
  await Ben.node.kill9();

  expect((await restore(Empty, file)).exitCode).toBe(0);
  await Empty.up();
  expect((await shellOf(Empty)).me.id).toBe(me.id);
  await untilNewEpoch([Ada, Dan, Empty], first);
  expect((await shellOf(Empty)).epoch).toBe(second);
  for (const person of [Ada, Dan])
    await until(async () => (await person.members()).find(({ id }) => id === me.id)?.online, {
      what: `${person.name} to see Ben online`,
    });
  // A second restore into the same home is refused, and changes nothing.
  await Empty.node.stop();
  expect((await restore(Empty, file)).json).toMatchObject({ error: { code: 'home-not-empty' } });
});

test('P70 a backup of somebody who was voted out meanwhile is told so', async () => {
  const { Ada, Ben, Eve, Empty } = await castOf('Ada', 'Ben', 'Eve', 'Empty');
  await formSyncshell(Ada, Ben, Eve);
  const file = await backUp(Eve);
  await Ada.run(['remove', 'Eve']);
  await untilState(Eve, 'removed');
  await Eve.node.stop();
  expect((await restore(Empty, file)).exitCode).toBe(0);
  await Empty.up();
  await untilState(Empty, 'removed');
  await untilAllOnline(Ada, Ben);
});

test('P15 a wrong passphrase, a flipped byte, a cut file and something else are refused with a sentence', async () => {
  const { Ada, Empty } = await castOf('Ada', 'Empty');
  await Ada.up();
  await Ada.create('Raid night');
  const file = await backUp(Ada);
  const code = async (person: CastMember, path: string, passphrase?: string): Promise<unknown> =>
    ((await restore(person, path, passphrase)).json as { error?: { code: string } }).error?.code;
  expect(await code(Empty, file, 'another')).toBe('wrong-passphrase');
  const whole = await readFile(file);
  const spoilt = join(await makeFolder(), 'spoilt');
  const write = (bytes: Uint8Array): Promise<void> => writeFile(spoilt, bytes);
  await write(whole.subarray(0, -20));
  expect(['backup-damaged', 'backup-cut-short']).toContain(await code(Empty, spoilt));
  await write(whole.map((byte, at) => (at === whole.length - 30 ? byte ^ 1 : byte)));
  expect(['backup-damaged', 'backup-cut-short']).toContain(await code(Empty, spoilt));
  await write(Buffer.from('something else altogether'));
  expect(await code(Empty, spoilt)).toBe('not-a-backup');
  expect(await code(Empty, join(await makeFolder(), 'missing'))).toBe('backup-unreadable');
  const checked = await Ada.run(['backup', file, '--check', '--passphrase-stdin'], { stdin: PASSPHRASE });
  expect(checked.json).toMatchObject({ shells: [{ name: 'Raid night' }] });
  await Empty.up();
  expect((await Empty.status()).shells).toEqual([]);
  // A node that runs and is in no group takes it too.
  await Ada.node.stop();
  expect(await code(Empty, file, 'another')).toBe('wrong-passphrase');
  expect(await restore(Empty, file)).toMatchObject({
    exitCode: 0,
    json: { shells: [{ name: 'Raid night' }] },
  });
  expect(await code(Empty, file)).toBe('home-not-empty');
  expect((await shellOf(Empty)).name).toBe('Raid night');
});

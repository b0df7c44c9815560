import { expect, test } from '@jest/globals';
import { join } from 'node:path';
import { compareFolders } from '../corpus/compare-folders.ts';
import { generateMod } from '../corpus/mod-corpus.ts';
import type { Removed } from '../processes/answers.ts';
import { castOf, formSyncshell, inviteFrom, untilAllOnline } from '../processes/cast.ts';
import { makeFolder } from '../processes/homes.ts';
import { shellOf, untilNewEpoch, untilRoster, untilState } from '../processes/rosters.ts';
import { differencesOnceComplete, received, stand, untilOnDisk } from './standing-near.ts';

test('P30 P35 P56 P66 P70 one of three is voted out in the middle of a transfer, is cut off, and never gets back', async () => {
  const { Ada, Ben, Eve } = await castOf('Ada', 'Ben', 'Eve');
  await formSyncshell(Ada, Ben, Eve);
  const folder = await makeFolder();
  const [small, great] = [join(folder, 'Small coat'), join(folder, 'Great Wardrobe')];
  await generateMod(small, { seed: 3, files: 10, bytes: 500_000 });
  await generateMod(great, { seed: 4, files: 500, bytes: 300_000_000 });
  await Ada.share(small);
  await stand(Ada, Eve, 10);
  expect(await differencesOnceComplete(Eve, 'Small coat', small)).toEqual([]);
  const kept = (await received(Eve, 'Small coat')).path!;
  await Ada.share(great);
  await untilOnDisk(Eve, 10_000_000);
  const { epoch: first } = await shellOf(Ada);

  const { removal } = (await Ben.run(['remove', 'Eve', '--reason', 'Was rude'])).json as unknown as Removed;
  expect(removal).toMatchObject({ signatures: 1, needed: 1, target: { name: 'Eve' }, reason: 'Was rude' });
  expect(['settling', 'removed']).toContain(removal.state);
  await untilState(Eve, 'removed');
  await untilRoster(Ada, Ben);
  const second = await untilNewEpoch([Ada, Ben], first);
  expect(await Ada.transfers()).toEqual([]);
  for (const person of [Ada, Ben])
    expect((await person.members()).every(({ name, online }) => name !== 'Eve' && online)).toBe(true);

  // What had come stays; the rest never does, and no verb works on the group any more.
  expect(await compareFolders(small, kept)).toEqual([]);
  const refused = await Eve.ask(['members']);
  expect(refused.exitCode).toBe(4);
  expect(refused.json).toMatchObject({ error: { code: 'removed' } });

  // Started again, it still knows, and nobody opens.
  await Eve.node.stop();
  await Eve.up();
  await untilState(Eve, 'removed');
  expect((await shellOf(Eve)).online).toBe(0);
  expect((await shellOf(Ada)).epoch).toBe(second);
});

test('P70 whoever was away when voted out is told so by the first member it knocks at', async () => {
  const { Ada, Ben, Eve } = await castOf('Ada', 'Ben', 'Eve');
  await formSyncshell(Ada, Ben, Eve);
  await Eve.node.kill9();
  const { removal } = (await Ada.run(['remove', 'Eve'])).json as unknown as Removed;
  await untilRoster(Ada, Ben);
  // One signature was enough; a second one sees to it that it stays enough.
  const seconded = (await Ben.run(['sign', removal.id])).json as unknown as Removed;
  expect(seconded.removal).toMatchObject({ id: removal.id, signatures: 2, needed: 1 });
  expect((await Ada.ask(['sign', removal.id])).json).toMatchObject({ error: { code: 'removal-over' } });
  await Eve.up();
  await untilState(Eve, 'removed');
  for (const person of [Ada, Ben])
    expect((await person.members()).map(({ name }) => name)).not.toContain('Eve');
});

test('P66 the person comes back as somebody new, by a new invite', async () => {
  const { Ada, Ben } = await castOf('Ada', 'Ben');
  await formSyncshell(Ada, Ben);
  const before = (await shellOf(Ben)).me.id;
  await Ada.run(['remove', 'Ben']);
  await untilState(Ben, 'removed');
  const { me } = await Ben.join((await inviteFrom(Ada)).code);
  expect(me.id).not.toBe(before);
  await untilAllOnline(Ada, Ben);
});

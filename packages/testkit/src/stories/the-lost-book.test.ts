import { expect, test } from '@jest/globals';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { castOf, formSyncshell, untilAllOnline } from '../processes/cast.ts';

test('Ada loses her phonebook, which is no removal: Ben still has it, and she has it again', async () => {
  const { Ada, Ben } = await castOf('Ada', 'Ben');
  await formSyncshell(Ada, Ben);
  await Ada.node.stop();
  for (const name of ['book.lmdb', 'book.lmdb-lock'])
    await rm(join(Ada.home, 'state', name), { force: true });
  const { events } = await Ada.up();
  await untilAllOnline(Ada, Ben);
  expect(events.map(({ event }) => event)).not.toContain('removed-me');
  expect((await Ada.members()).map(({ name }) => name).sort()).toEqual(['Ada', 'Ben']);
});

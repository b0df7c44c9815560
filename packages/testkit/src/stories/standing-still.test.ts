import { expect, test } from '@jest/globals';
import { join } from 'node:path';
import { generateMod } from '../corpus/mod-corpus.ts';
import { castOf, formSyncshell, untilAllOnline, type CastMember } from '../processes/cast.ts';
import { makeFolder } from '../processes/homes.ts';
import { until } from '../processes/until.ts';
import { bytesOnDisk, differencesOnceComplete, received, stand, untilOnDisk } from './standing-near.ts';

const BYTES = 200_000_000;
const NAME = 'Great Wardrobe';

const isPaused = (person: CastMember): Promise<true> =>
  until(async () => (await received(person, NAME)).state === 'paused', { what: 'it to stand still' });

/** What is on the disk once nothing more comes. */
async function still(person: CastMember): Promise<number> {
  let before = -1;
  return until(
    async () => {
      const { partial } = await bytesOnDisk(person);
      if (partial !== before) {
        before = partial;
        return false;
      }
      return partial;
    },
    { what: 'nothing more to come', everyMs: 500 },
  );
}

test('what Ben pauses stands still, over a restart too, and goes on where it was', async () => {
  const { Ada, Ben } = await castOf('Ada', 'Ben');
  await formSyncshell(Ada, Ben);
  const shared = join(await makeFolder(), NAME);
  await generateMod(shared, { seed: 'still', files: 300, bytes: BYTES });
  await Ada.share(shared);
  await received(Ben, NAME);
  await stand(Ada, Ben, 5);
  await untilOnDisk(Ben, 0.1 * BYTES);

  const { json: paused } = await Ben.run(['pause', 'Ada']);
  expect(paused).toMatchObject({ paused: [{ member: { name: 'Ada' }, until: null }] });
  await isPaused(Ben);
  const held = await still(Ben);
  expect(held).toBeLessThan(BYTES);

  await Ben.node.kill9();
  await Ben.up();
  await untilAllOnline(Ada, Ben);
  await isPaused(Ben);
  expect(await still(Ben)).toBe(held);

  // Everything, on top of what was paused by name: lifting the one leaves the other.
  await Ben.run(['pause', '--for', '1h']);
  await Ben.run(['resume', 'Ada']);
  await isPaused(Ben);
  expect((await Ben.run(['resume'])).json).toEqual({ paused: [] });
  expect(await differencesOnceComplete(Ben, NAME, shared)).toEqual([]);
});

test('what Ada pauses does not leave her, and Ben is told why', async () => {
  const { Ada, Ben } = await castOf('Ada', 'Ben');
  await formSyncshell(Ada, Ben);
  await Ada.run(['pause']);
  const shared = join(await makeFolder(), NAME);
  await generateMod(shared, { seed: 'hers', files: 3, bytes: 100_000 });
  await Ada.share(shared);
  await received(Ben, NAME);
  await stand(Ada, Ben, 5);
  await until(async () => (await received(Ben, NAME)).reason === 'paused', { what: 'Ben to be told' });
  expect((await received(Ben, NAME)).state).toBe('waiting');
  await Ada.run(['resume']);
  expect(await differencesOnceComplete(Ben, NAME, shared)).toEqual([]);
});

test.each([
  ['what leaves Ada', 'Ada', '--up'],
  ['what comes to Ben', 'Ben', '--down'],
])('a limit of %s holds, and lifting it lets the rest through', async (_, who, way) => {
  const people = await castOf('Ada', 'Ben');
  const { Ada, Ben } = people;
  await formSyncshell(Ada, Ben);
  const limited = people[who as 'Ada' | 'Ben'];
  const { json } = await limited.run(['limit', way, '1 MB/s']);
  expect(json).toEqual({
    limits: { up: way === '--up' ? 1_000_000 : null, down: way === '--down' ? 1_000_000 : null, members: [] },
  });
  const shared = join(await makeFolder(), NAME);
  await generateMod(shared, { seed: way, files: 40, bytes: 60_000_000 });
  await Ada.share(shared);
  await received(Ben, NAME);
  await stand(Ada, Ben, 5);
  await untilOnDisk(Ben, 1);
  const before = await bytesOnDisk(Ben);
  const start = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const { partial } = await bytesOnDisk(Ben);
  // However slow the machine, more than the rate and what was under way cannot have come.
  const seconds = (performance.now() - start) / 1000;
  expect(partial - before.partial).toBeLessThan(seconds * 1_000_000 + 6_000_000);
  await limited.run(['limit', way, 'off']);
  expect(await differencesOnceComplete(Ben, NAME, shared)).toEqual([]);
});

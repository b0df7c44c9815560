import { expect, test } from '@jest/globals';
import { randomFillSync } from 'node:crypto';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { castOf, formSyncshell, untilAllOnline, type CastMember } from '../processes/cast.ts';
import { makeFolder } from '../processes/homes.ts';
import { bytesOnDisk, differencesOnceComplete, received, stand, untilOnDisk } from './standing-near.ts';

const FILES = 200;
const FILE_BYTES = 1_000_000;
const BYTES = FILES * FILE_BYTES;
/** Seals, headers, the table of contents and everything that is said on the control connections. */
const OVERHEAD = 0.01 * BYTES;

/** Bytes that no compressor shrinks, so that what goes over a channel can be counted against what was shared. */
async function writeNoise(folder: string): Promise<void> {
  await mkdir(folder);
  for (let i = 0; i < FILES; i++) {
    await writeFile(join(folder, `${i}.tex`), randomFillSync(Buffer.alloc(FILE_BYTES)));
  }
}

async function recordedBytes(folder: string): Promise<number> {
  const sizes = (await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size);
  return (await Promise.all(sizes)).reduce((a, b) => a + b, 0);
}

test.each(['receiver', 'sender'])(
  'P53 when the %s is killed half-way, at most 5 %% of what was verified goes over the channel again',
  async (victim) => {
    const { Ada, Ben } = await castOf('Ada', 'Ben');
    const folder = await makeFolder();
    const record = join(folder, 'sent');
    const up = (person: CastMember) => person.up({ underTest: person === Ada ? { record } : {} });
    await formSyncshell(Ada, Ben);
    await Ada.node.stop();
    await up(Ada);
    await untilAllOnline(Ada, Ben);
    await writeNoise(join(folder, 'Noise'));
    await Ada.share(join(folder, 'Noise'));
    await received(Ben, 'Noise');
    await stand(Ada, Ben, 5);

    await untilOnDisk(Ben, 0.5 * BYTES);
    const person = victim === 'receiver' ? Ben : Ada;
    await person.node.kill9();
    const verified = (await bytesOnDisk(Ben)).partial;
    expect(verified).toBeLessThan(0.95 * BYTES);
    await up(person);
    expect(await differencesOnceComplete(Ben, 'Noise', join(folder, 'Noise'))).toEqual([]);

    const again = (await recordedBytes(record)) - BYTES;
    expect(again).toBeLessThan(0.05 * verified + OVERHEAD);
    expect(again).toBeGreaterThan(0); // the recorder did see everything go
  },
);

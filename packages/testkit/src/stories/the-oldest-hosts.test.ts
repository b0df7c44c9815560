/** @waits */
import { createKeyRing, memberHash } from '@fyteclub/identity';
import { expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../corpus/seeded-random.ts';
import { castOf, inviteFrom, untilAllOnline, untilOneHost } from '../processes/cast.ts';
import { until } from '../processes/until.ts';

const BUCKET_MS = 1_000;
const APART_MS = 3_000;

/** A seed of dice whose first 32 bytes make a key with a hash in the given third of all hashes. */
function seedWithHash(name: string, third: number): string {
  for (let i = 0; ; i++) {
    const seed = `${name} ${i}`;
    const ring = createKeyRing(Uint8Array.from(seededRandom(seed).bytes(32)));
    const hash = Number.parseInt(memberHash(ring.memberId).slice(0, 2), 16);
    if (Math.floor((hash * 3) / 256) === third) return seed;
  }
}

test('P42 the longest witnessed uptime hosts, though its key hash is the highest', async () => {
  const { Ada, Ben, Cleo } = await castOf('Ada', 'Ben', 'Cleo');
  const parts = (seed: string) => ({ underTest: { seed, electionBucketMs: BUCKET_MS } });
  await Ada.up(parts(seedWithHash('Ada', 2)));
  await Ben.up(parts(seedWithHash('Ben', 1)));
  await Ada.create('Raid night');
  await Ben.join((await inviteFrom(Ada)).code);
  await untilAllOnline(Ada, Ben);

  // A restart begins a new uptime: from here on Ada is the older one.
  await sleep(APART_MS);
  await Ben.node.stop();
  await Ben.up(parts('Ben again'));
  await untilAllOnline(Ada, Ben);
  await sleep(APART_MS);
  await Cleo.up(parts(seedWithHash('Cleo', 0)));
  await Cleo.join((await inviteFrom(Ada, Ben)).code);
  await untilAllOnline(Ada, Ben, Cleo);
  await until(async () => (await untilOneHost(Ada, Ben, Cleo)) === 'Ada', { what: 'Ada to host' });

  await Ada.node.kill9();
  await untilAllOnline(Ben, Cleo);
  await until(async () => (await untilOneHost(Ben, Cleo)) === 'Ben', { what: 'Ben to host' });

  await Ada.up(parts('Ada again'));
  await untilAllOnline(Ada, Ben, Cleo);
  expect(await untilOneHost(Ada, Ben, Cleo)).toBe('Ben');
  await Ben.node.kill9();
  await untilAllOnline(Ada, Cleo);
  await until(async () => (await untilOneHost(Ada, Cleo)) === 'Cleo', { what: 'Cleo to host' });
});

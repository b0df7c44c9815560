import { mkdtempSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDataKey, lockKeys } from '@fyteclub/identity';
import { describe, expect, test } from '@jest/globals';
import { PROTECTION_STEPS, type ProtectionChange } from './protection.rules.ts';
import { reseal } from './reseal.ts';
import { stateFolder, type StateFolder } from './state-folder.ts';
import { openStore, type Store } from './store.ts';
import { CHEAP, openUnder, passphraseFrom, randomBytes, unlocked } from './testing/passphrases.ts';

const OLD = 'the old passphrase';
const NEW = 'the new passphrase';
const ROW = { seed: Uint8Array.from({ length: 32 }, (_, at) => 200 - at), name: 'Raid night' };

class Killed extends Error {}

/** The folder of a process that dies at its n-th step: before it, or in the middle of a file it writes. */
function dyingAt(folder: string, n: number, midway: boolean): StateFolder {
  const real = stateFolder(folder);
  let steps = 0;
  const die = (): boolean => {
    steps += 1;
    if (steps === n && !midway) throw new Killed();
    return steps === n;
  };
  const half = (name: string): never => {
    const path = join(folder, name);
    truncateSync(path, Math.floor(statSync(path).size / 2));
    throw new Killed();
  };
  return {
    writeKeys: (name, locked) => {
      const now = die();
      real.writeKeys(name, locked);
      if (now) half(name);
    },
    writeRows: async (name, fill) => {
      const now = die();
      await real.writeRows(name, fill);
      if (now) half(name);
    },
    rename: (from, to) => {
      const now = die();
      real.rename(from, to);
      if (now) throw new Killed();
    },
    remove: (name) => {
      const now = die();
      real.remove(name);
      if (now) throw new Killed();
    },
    sync: () => {
      const now = die();
      real.sync();
      if (now) throw new Killed();
    },
  };
}

async function ownRow(store: Store): Promise<number[] | undefined> {
  const seed = store.node.table<typeof ROW>('memberships').get('a')?.seed;
  await store.close();
  return seed && [...seed];
}

/** How this folder opens, at every start that somebody could try. */
async function waysIn(folder: string): Promise<readonly string[]> {
  const ways: string[] = [];
  for (const [way, store] of [
    ['in clear', await openStore(folder)],
    ['old', await openUnder(folder, OLD)],
    ['new', await openUnder(folder, NEW)],
  ] as const) {
    if (!store.ok) continue;
    expect(await ownRow(store.value)).toEqual([...ROW.seed]);
    ways.push(way);
  }
  return ways;
}

/** A state folder, in clear or under the old passphrase. */
async function folderThatIs(isProtected: boolean): Promise<string> {
  const folder = join(mkdtempSync(join(tmpdir(), 'fyte-')), 'state');
  const store = await openStore(folder);
  if (!store.ok) throw new Error(store.error.message);
  store.value.node.table<typeof ROW>('memberships').put('a', ROW);
  await store.value.close();
  if (isProtected) expect(await passphraseFrom(folder, undefined, OLD)).toMatchObject({ ok: true });
  return folder;
}

async function dies(folder: string, change: ProtectionChange, n: number, midway: boolean): Promise<boolean> {
  const secret = change === 'protect' ? randomBytes(32) : unlocked(folder, OLD);
  const store = change === 'protect' ? await openStore(folder) : await openUnder(folder, OLD);
  if (!store.ok) throw new Error(store.error.message);
  const locked = lockKeys(secret, NEW, randomBytes, CHEAP);
  const key = createDataKey(secret, randomBytes);
  const through = dyingAt(folder, n, midway);
  return reseal(through, store.value, { change, locked, key }).then(
    () => false,
    (error: unknown) => {
      if (!(error instanceof Killed)) throw error;
      return true;
    },
  );
}

const ALLOWED = {
  protect: [['in clear', 'old', 'new'], ['new']],
  change: [['old'], ['new']],
  lift: [['old'], ['in clear', 'old', 'new']],
} as const;
const moments = (Object.keys(PROTECTION_STEPS) as ProtectionChange[]).flatMap((change) =>
  PROTECTION_STEPS[change].flatMap(({ step }, at) =>
    [false, true].map((midway) => ({
      change,
      n: at + 1,
      midway,
      when: `${midway ? 'in' : 'before'} ${step}`,
    })),
  ),
);

describe('a process killed while it protects the state', () => {
  test.each(moments)('P68 at step $n of "$change", $when, leaves the old or the new one', async (moment) => {
    const { change, n, midway } = moment;
    const folder = await folderThatIs(change !== 'protect');
    expect(await dies(folder, change, n, midway)).toBe(true);
    const ways = await waysIn(folder);
    // Rows in clear open whatever is typed, since nobody asks for it.
    expect(ALLOWED[change]).toContainEqual(ways);
    // Nothing half-done is left once the state was opened, and whoever tries again gets there.
    expect(readdirSync(folder).filter((name) => name.includes('.new'))).toEqual([]);
    const present = ways.length === 1 ? (ways[0] === 'old' ? OLD : NEW) : undefined;
    expect(await passphraseFrom(folder, present, NEW)).toMatchObject({ ok: true });
    expect(await waysIn(folder)).toEqual(['new']);
  });

  test('after its last step everything is as wanted', async () => {
    for (const change of Object.keys(PROTECTION_STEPS) as ProtectionChange[]) {
      const folder = await folderThatIs(change !== 'protect');
      expect(await dies(folder, change, 99, false)).toBe(false);
      expect(await waysIn(folder)).toEqual(ALLOWED[change][1]);
    }
  });

  test('a disk that refuses a step is told of, and the state opens as before, with no rows in clear beside it', async () => {
    const folder = await folderThatIs(true);
    const full = (where: string): StateFolder => ({
      ...stateFolder(where),
      writeRows: (name) => {
        writeFileSync(join(where, name), ROW.seed);
        throw new Error('no space left on device');
      },
    });
    const lifted = await passphraseFrom(folder, OLD, undefined, full);
    expect(lifted).toMatchObject({ ok: false, error: { code: 'state-not-rewritten' } });
    expect(JSON.stringify(lifted)).toContain('no space left');
    for (const name of readdirSync(folder))
      expect([name, readFileSync(join(folder, name)).includes(Buffer.from(ROW.seed))]).toEqual([name, false]);
    expect(await waysIn(folder)).toEqual(['old']);
  });
});

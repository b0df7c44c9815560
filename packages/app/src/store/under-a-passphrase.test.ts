import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openStore, type Store } from './store.ts';
import { HEADER, openUnder, passphraseFrom, rawRows } from './testing/passphrases.ts';

const PASSPHRASE = 'a chocobo in the attic';
const SECRET = Uint8Array.from({ length: 32 }, (_, at) => (at * 37 + 11) % 256);
const PEM = '-----BEGIN PRIVATE KEY-----\nnobody may read this\n';

const newFolder = (): string => join(mkdtempSync(join(tmpdir(), 'fyte-')), 'state');
const inFolder = (folder: string, name: string): string => join(folder, name);

async function valueOf<T>(outcome: Promise<{ ok: true; value: T } | { ok: false; error: { code: string } }>) {
  const settled = await outcome;
  if (!settled.ok) throw new Error(settled.error.code);
  return settled.value;
}

function write(store: Store, seed: Uint8Array): void {
  store.node.table('memberships').put('a', { seed, keyPem: PEM });
  store.node.table('invites').put('a/1', { seed, expiresAt: 5 });
  store.node.table('something new').put('a', [{ deep: seed }]);
}

/** A state with secrets in it, under {@link PASSPHRASE}. */
async function protectedState(): Promise<string> {
  const folder = newFolder();
  const store = await valueOf(openStore(folder));
  write(store, SECRET);
  await store.close();
  await valueOf(passphraseFrom(folder, undefined, PASSPHRASE));
  return folder;
}

const filesOf = (folder: string) =>
  readdirSync(folder)
    .filter((name) => !name.endsWith('-lock'))
    .map((name) => [name, readFileSync(inFolder(folder, name)).toString('base64')] as const);
const reads = (folder: string, what: Uint8Array | string): boolean =>
  readdirSync(folder).some((name) => readFileSync(inFolder(folder, name)).includes(Buffer.from(what)));

/** The code that opening fails with, for which nothing may be changed. */
async function refusal(folder: string, passphrase = PASSPHRASE): Promise<string> {
  const before = filesOf(folder);
  const store = await openUnder(folder, passphrase);
  if (store.ok) {
    await store.value.close();
    return 'opened';
  }
  expect(filesOf(folder)).toEqual(before);
  expect(store.error.message).not.toContain('{');
  return store.error.code;
}

test('no secret can be read in any file, whenever it was written', async () => {
  const folder = newFolder();
  const clear = await valueOf(openStore(folder));
  write(clear, SECRET);
  await clear.close();
  expect(reads(folder, SECRET)).toBe(true);
  expect(reads(folder, 'nobody may read this')).toBe(true);

  await valueOf(passphraseFrom(folder, undefined, PASSPHRASE));
  const later = SECRET.map((byte) => byte ^ 255);
  const store = await valueOf(openUnder(folder, PASSPHRASE));
  store.node.table('memberships').put('b', { seed: later, keyPem: PEM });
  store.node.together(() => {
    store.node.table('invites').put('b/1', { seed: later, expiresAt: 6 });
  });
  await store.close();
  expect([SECRET, later, 'nobody may read this', PASSPHRASE].map((what) => reads(folder, what))).toEqual(
    Array.from({ length: 4 }, () => false),
  );
  for (const name of ['node.lmdb', 'book.lmdb', 'keys.locked'])
    expect(statSync(inFolder(folder, name)).mode & 0o777).toBe(0o600);

  const again = await valueOf(openUnder(folder, PASSPHRASE));
  expect(again.node.table<{ keyPem: string }>('memberships').entries()).toHaveLength(2);
  expect(again.node.table<{ keyPem: string }>('memberships').get('a')?.keyPem).toBe(PEM);
  await again.close();
});

test('a passphrase is set, changed and lifted; the one before opens nothing any more', async () => {
  const folder = await protectedState();
  expect(await passphraseFrom(folder, 'a wrong one', 'another')).toMatchObject({
    error: { code: 'wrong-passphrase' },
  });
  expect(await passphraseFrom(folder, PASSPHRASE, '')).toMatchObject({ error: { code: 'empty-passphrase' } });
  expect(await valueOf(passphraseFrom(folder, PASSPHRASE, 'another'))).toEqual({ protected: true });
  expect(await refusal(folder)).toBe('wrong-passphrase');
  expect(await refusal(folder, 'another')).toBe('opened');
  expect(await passphraseFrom(folder, PASSPHRASE, undefined)).toMatchObject({
    error: { code: 'wrong-passphrase' },
  });
  expect(await valueOf(passphraseFrom(folder, 'another', undefined))).toEqual({ protected: false });
  expect(readdirSync(folder)).not.toContain('keys.locked');
  const store = await valueOf(openStore(folder));
  expect(store.node.table<{ keyPem: string }>('memberships').get('a')?.keyPem).toBe(PEM);
  await store.close();
  expect(await passphraseFrom(folder, undefined, undefined)).toMatchObject({
    error: { code: 'not-protected' },
  });
});

test('a new data key comes with every new protection', async () => {
  const folder = await protectedState();
  const before = readFileSync(inFolder(folder, 'keys.locked'));
  await valueOf(passphraseFrom(folder, PASSPHRASE, undefined));
  await valueOf(passphraseFrom(folder, undefined, PASSPHRASE));
  writeFileSync(inFolder(folder, 'keys.locked'), before);
  expect(await refusal(folder)).toBe('locked-keys-foreign');
});

test('a wrong passphrase, none, a flipped byte and a cut file open nothing and change nothing', async () => {
  const folder = await protectedState();
  expect(await refusal(folder, 'a chocobo in the cellar')).toBe('wrong-passphrase');
  expect(await refusal(folder, '')).toBe('locked');
  expect(await openStore(folder)).toMatchObject({ error: { code: 'locked' } });
  const path = inFolder(folder, 'keys.locked');
  const whole = readFileSync(path);
  for (let at = 0; at < whole.length; at++) {
    writeFileSync(path, whole.with(at, whole[at]! ^ 1));
    expect([at, await refusal(folder)]).not.toEqual([at, 'opened']);
  }
  for (const length of [0, 1, 20, HEADER.salt, whole.length - 17, whole.length - 1]) {
    writeFileSync(path, whole.subarray(0, length));
    expect(['not-locked-keys', 'locked-keys-damaged']).toContain(await refusal(folder));
  }
  writeFileSync(path, 'something else altogether');
  expect(await refusal(folder)).toBe('not-locked-keys');
  writeFileSync(path, whole);
  expect(await refusal(folder)).toBe('opened');
});

test('keys that ask for more than may be, or that are endless, are refused before anything is set aside', async () => {
  const folder = await protectedState();
  const path = inFolder(folder, 'keys.locked');
  const whole = readFileSync(path);
  const asking = (operations: number, memoryBytes: bigint): Buffer => {
    const hostile = Buffer.from(whole);
    hostile.writeUInt32BE(operations, HEADER.costs);
    hostile.writeBigUInt64BE(memoryBytes, HEADER.costs + 4);
    return hostile;
  };
  for (const [operations, memoryBytes] of [
    [1, 2n ** 30n + 1n],
    [11, 8n * 1024n],
    [2 ** 32 - 1, 2n ** 64n - 1n],
  ] as const) {
    writeFileSync(path, asking(operations, memoryBytes));
    expect(await refusal(folder)).toBe('locked-keys-too-demanding');
  }
  writeFileSync(path, whole);
  truncateSync(path, 2 ** 40); // a terabyte of nothing
  const store = await openUnder(folder, PASSPHRASE);
  expect(store).toMatchObject({ ok: false, error: { code: 'locked-keys-damaged' } });
});

test('keys that are missing, no file, or those of another state are told apart, with the way out', async () => {
  const [folder, other] = [await protectedState(), await protectedState()];
  const path = inFolder(folder, 'keys.locked');
  copyFileSync(inFolder(other, 'keys.locked'), path);
  expect(await refusal(folder)).toBe('locked-keys-foreign');
  rmSync(path);
  expect(await refusal(folder)).toBe('locked-keys-missing');
  const missing = await openStore(folder);
  expect(missing).toMatchObject({ ok: false, error: { code: 'locked-keys-missing' } });
  expect(JSON.stringify(missing)).toMatch(/keys\.locked.*restore a backup/);
  mkdirSync(path);
  expect(await openStore(folder)).toMatchObject({ error: { code: 'locked-keys-missing' } });
});

test('a row that was changed, or moved to another place, is found before anything is done with it', async () => {
  const folder = await protectedState();
  const node = rawRows(folder);
  const rows = node.table<Uint8Array>('memberships');
  const sealed = rows.get('a') ?? new Uint8Array();
  rows.put('a', sealed.with(40, sealed[40]! ^ 1));
  expect(await refusal(folder)).toBe('state-damaged');
  rows.put('a', node.table<Uint8Array>('invites').get('a/1') ?? new Uint8Array());
  expect(await refusal(folder)).toBe('state-damaged');
  rows.put('a', { seed: SECRET } as unknown as Uint8Array);
  expect(await refusal(folder)).toBe('state-damaged');
  rows.put('a', sealed);
  expect(await refusal(folder)).toBe('opened');
  await node.close();
});

test('a FyteClub that knows of no passphrases takes the state for newer, and once it is lifted for its own', async () => {
  const folder = await protectedState();
  const sealed = rawRows(folder);
  expect(sealed.table<number>('meta').get('format')).toBe(2);
  await sealed.close();
  await valueOf(passphraseFrom(folder, PASSPHRASE, undefined));
  const clear = rawRows(folder);
  expect(clear.table<number>('meta').get('format')).toBe(1);
  await clear.close();
});

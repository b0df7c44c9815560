import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryNetwork } from '@fyteclub/transport/testing';
import { afterAll, expect, test } from '@jest/globals';
import { configSchema } from './config/schema.ts';
import { resolvePaths } from './config/paths.ts';
import { createNode } from './node/create-node.ts';
import type { FyteNode } from './node/node.ts';
import { productParts } from './node/parts.ts';

const network = createMemoryNetwork();
const nodes: FyteNode[] = [];
afterAll(async () => {
  await Promise.all(nodes.map((node) => node.stop()));
  await network.shutdown();
});

async function nodeOn(home: string): Promise<FyteNode> {
  const paths = resolvePaths(home, {});
  const config = configSchema.parse({ network: { bind: '127.0.0.1' } });
  const node = await createNode({ paths, config, parts: { ...productParts(paths), network } });
  if (!node.ok) throw new Error(node.error.message);
  nodes.push(node.value);
  return node.value;
}

test('P26 the phonebook’s file, opened without the epoch key, yields no name, key or address', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fyte-'));
  const [ada, ben] = [await nodeOn(join(folder, 'ada')), await nodeOn(join(folder, 'ben'))];
  await ada.create({ name: 'Raid night', as: 'Ada Lovelace' });
  const invite = ada.invite({});
  if (!invite.ok) throw new Error(invite.error.message);
  let last: unknown;
  for await (const step of ben.join(
    { code: invite.value.code, as: 'Ben Trovato' },
    new AbortController().signal,
  ))
    last = step;
  expect(last).toMatchObject({ ok: true, value: { state: 'joined' } });

  const state = join(folder, 'ben', 'state');
  const names = (await readdir(state)).filter((name) => name.startsWith('book.lmdb'));
  const bytes = Buffer.concat(await Promise.all(names.map((name) => readFile(join(state, name)))));
  expect(bytes.length).toBeGreaterThan(4096);
  const members = ben.members({});
  if (!members.ok) throw new Error(members.error.message);
  const secrets = members.value.members.flatMap(({ id, name }) => [name, id, Buffer.from(id, 'hex')]);
  for (const secret of [
    'Raid night',
    'Ada Lovelace',
    'Ben Trovato',
    Buffer.from([127, 0, 0, 1]),
    '127.0.0.1',
    ...secrets,
  ]) {
    expect(bytes.includes(secret)).toBe(false);
  }
});

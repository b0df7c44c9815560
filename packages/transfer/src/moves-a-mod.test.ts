import { expect, test } from '@jest/globals';
import { memorySource, MemoryStore, noise, shareOf, type Files } from './testing/mods.ts';
import { stage } from './testing/transfer.ts';

const robe: Files = {
  'meta.json': new TextEncoder().encode('{"Name":"Silk Robe"}'),
  'chara/robe.mdl': noise(300_000, 1),
  'chara/robe.tex': noise(1_500_000, 2),
  'empty.bin': new Uint8Array(),
};

test('Ada shares a robe and Ben ends up with the same bytes', async () => {
  const shared = shareOf(robe);
  const store = new MemoryStore();
  const { ends } = stage({ shared, source: memorySource(robe, shared), store });
  expect(await ends).toEqual([{ kind: 'done' }, { kind: 'done' }]);
  expect(store.contents()).toEqual(robe);
  expect(store.finished).toBe(true);
});

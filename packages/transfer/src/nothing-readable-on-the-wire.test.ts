import { expect, test } from '@jest/globals';
import { memorySource, MemoryStore, shareOf, type Files } from './testing/mods.ts';
import { stage } from './testing/transfer.ts';

test('P92 no file name and no content of a mod is in what is handed to the channel', async () => {
  const secret = 'a line that stands nowhere else in the world ';
  const files: Files = {
    'chara/equipment/e6108/texture/unmistakable.tex': new TextEncoder().encode(secret.repeat(4000)),
    'short-unmistakable.json': new TextEncoder().encode(secret),
  };
  const shared = shareOf(files, 'Unmistakable Mod');
  const run = stage({ shared, source: memorySource(files, shared), store: new MemoryStore() });
  await run.ends;
  const wire = Buffer.concat([...run.down.sent, ...run.up.sent])
    .toString('latin1')
    .toLowerCase();
  expect(wire.length).toBeGreaterThan(500);
  for (const word of ['unmistakable', 'texture', '.tex', 'stands nowhere']) expect(wire).not.toContain(word);
  expect(wire).not.toContain(Buffer.from(shared.signed.subarray(-64)).toString('latin1').toLowerCase());
});

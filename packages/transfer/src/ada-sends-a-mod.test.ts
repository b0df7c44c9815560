import { describe, expect, test } from '@jest/globals';
import { memorySource, MemoryStore, noise, sameFiles, shareOf, type Files } from './testing/mods.ts';
import { stage } from './testing/transfer.ts';

const robe: Files = {
  'meta.json': new TextEncoder().encode('{"Name":"Silk Robe"}'),
  'chara/robe.mdl': noise(300_000, 1),
  'chara/robe.tex': noise(900_000, 2),
  'empty.bin': new Uint8Array(),
};
const DONE = [{ kind: 'done' }, { kind: 'done' }];

async function send(files: Files, store = new MemoryStore()) {
  const shared = shareOf(files);
  const run = stage({ shared, source: memorySource(files, shared), store });
  return { store, run, ends: await run.ends };
}

describe('a mod on its way from Ada to Ben', () => {
  test('ends up with the same bytes, and both know', async () => {
    const { store, run, ends } = await send(robe);
    expect(ends).toEqual(DONE);
    expect(sameFiles(store.contents(), robe)).toBe(true);
    expect([store.finished, store.closed]).toEqual([true, 1]);
    expect(run.receiver.progress()).toMatchObject({ bytes: 1_200_020, total: 1_200_020 });
    expect(run.receiver.progress().wire).toBe(run.down.bytes + run.up.bytes);
  });

  test('a mod without files, or with only empty ones, is a mod too', async () => {
    for (const files of [{}, { 'a.txt': new Uint8Array() }]) {
      const { store, ends } = await send(files);
      expect(ends).toEqual(DONE);
      expect(sameFiles(store.contents(), files)).toBe(true);
    }
  });

  test('what is in it twice is sent once', async () => {
    const { store, run } = await send({ 'a.tex': robe['chara/robe.mdl']!, 'b.tex': robe['chara/robe.mdl']! });
    expect(run.down.bytes).toBeLessThan(310_000);
    expect(
      sameFiles(store.contents(), { 'a.tex': robe['chara/robe.mdl']!, 'b.tex': robe['chara/robe.mdl']! }),
    ).toBe(true);
  });

  test('P79 nothing that is already here is sent again', async () => {
    const first = await send(robe);
    const { run, ends } = await send(robe, first.store);
    expect(ends).toEqual(DONE);
    expect(run.down.bytes).toBeLessThan(100);
    const newer = { ...robe, 'chara/robe.mdl': Buffer.concat([robe['chara/robe.mdl']!, Buffer.from('!')]) };
    first.store.kept = undefined;
    first.store.files.set('chara/robe.mdl', Buffer.concat([robe['chara/robe.mdl']!, Buffer.from([0])]));
    const update = await send(newer, first.store);
    expect(update.run.down.bytes).toBeLessThan(70_000);
    expect(sameFiles(update.store.contents(), newer)).toBe(true);
  });

  test('text shrinks on the way, noise is left alone', async () => {
    const text = new TextEncoder().encode('{"Manipulations":[{"Type":"Eqp"}]}\n'.repeat(20_000));
    expect((await send({ 'a.json': text })).run.down.bytes).toBeLessThan(text.length / 10);
    const plain = noise(700_000, 5);
    expect((await send({ 'a.scd': plain })).run.down.bytes).toBeLessThan(plain.length + 3_000);
  });

  test('thousands of tiny files share frames, reads run ahead, and small files come first', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 3000 }, (_, i) => [`m/${i}.mtrl`, noise(400 + (i % 500), i + 1)]),
    );
    const { run, store, ends } = await send({ ...files, 'a-large.tex': noise(200_000, 77) });
    expect(ends).toEqual(DONE);
    expect(run.down.sent.length).toBeLessThan(60);
    expect(run.up.sent.length).toBeLessThan(20);
    expect([...store.order].at(-1)).toBe('a-large.tex');
  });

  test('an end that says nothing leaves the other side with a lost channel, not with a mod', async () => {
    const shared = shareOf(robe);
    const store = new MemoryStore();
    const { sender, receiver, ends } = stage({ shared, source: memorySource(robe, shared), store });
    sender.abort();
    expect(await ends).toEqual([
      { kind: 'failed', code: 'aborted' },
      { kind: 'failed', code: 'channel-lost' },
    ]);
    receiver.abort();
    receiver.receive(new Uint8Array(100));
    expect([store.finished, store.closed]).toEqual([false, 1]);
  });

  test('a limit is asked about every byte, on either side, and does not outlive the transfer', async () => {
    const shared = shareOf(robe);
    const asked = { sender: 0, receiver: 0 };
    const pace = (side: keyof typeof asked) => (bytes: number) => {
      asked[side] += bytes;
      return Promise.resolve();
    };
    const store = new MemoryStore();
    const source = memorySource(robe, shared);
    const run = stage({ shared, source, store, paceUp: pace('sender'), paceDown: pace('receiver') });
    expect(await run.ends).toEqual(DONE);
    expect(asked).toEqual({ sender: shared.bytes, receiver: shared.bytes });

    const never = (): Promise<void> => new Promise(() => undefined);
    const slow = stage({ shared, source, store: new MemoryStore(), paceUp: never, paceDown: never });
    await new Promise((resolve) => setTimeout(resolve, 20));
    slow.receiver.abort();
    expect((await slow.ends)[1]).toEqual({ kind: 'failed', code: 'aborted' });
  });
});

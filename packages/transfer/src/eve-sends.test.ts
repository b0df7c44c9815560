import { brotliCompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { chunkSize } from './chunk-table.rules.ts';
import { againstReceiver, codeOf } from './testing/eve.ts';
import { ada, eve, memorySource, MemoryStore, noise, shareOf, type Files } from './testing/mods.ts';
import { sha256 } from './sha256.ts';
import { stage, type Meddle } from './testing/transfer.ts';

const body = noise(150_000, 1);
const robe: Files = { 'a.bin': body };
const shared = shareOf(robe);
const first = body.subarray(0, chunkSize(shared.manifest.entries[0]!.chunks, 0));
const chunk = (ordinal: number, bytes: Uint8Array, compressed = false) =>
  ({ kind: 'chunks', ordinals: Uint32Array.of(ordinal), compressed, body: [bytes] }) as const;

describe('Eve is a member who shares a mod and does not keep to the rules', () => {
  const cases: [string, string, (eve: ReturnType<typeof againstReceiver>) => Promise<void>][] = [
    ['chunks before the manifest', 'bad-message', async ({ say }) => say(chunk(0, first))],
    ['the end before anything', 'bad-message', async ({ say }) => say({ kind: 'end' }, true)],
    [
      'an end that is not the last frame',
      'bad-message',
      async ({ say, manifest }) => {
        await manifest();
        await say({ kind: 'end' });
      },
    ],
    [
      'a chunk as the last frame',
      'bad-message',
      async ({ say, manifest }) => {
        await manifest();
        await say(chunk(0, first), true);
      },
    ],
    ['nonsense', 'bad-message', async ({ raw }) => raw(Uint8Array.of(99, 1, 2, 3))],
    [
      'another chunk’s content',
      'bad-chunk',
      async ({ say, manifest }) => {
        await manifest();
        await say(chunk(0, noise(first.length, 66)));
      },
    ],
    [
      'a chunk of the wrong length',
      'bad-chunk',
      async ({ say, manifest }) => {
        await manifest();
        await say(chunk(0, first.subarray(1)));
      },
    ],
    [
      'a bomb',
      'bad-chunk',
      async ({ say, manifest }) => {
        await manifest();
        await say(chunk(0, brotliCompressSync(Buffer.alloc(4_000_000)), true));
      },
    ],
    [
      'what is no brotli',
      'bad-chunk',
      async ({ say, manifest }) => {
        await manifest();
        await say(chunk(0, noise(50), true));
      },
    ],
    [
      'a chunk that the mod does not have',
      'unknown-chunk',
      async ({ say, manifest }) => {
        await manifest();
        await say(chunk(4_000_000_000, first));
      },
    ],
    [
      'the same chunk twice',
      'unwanted-chunk',
      async ({ say, manifest }) => {
        await manifest();
        await say(chunk(0, first));
        await say(chunk(0, first));
      },
    ],
    [
      'the end too early',
      'truncated',
      async ({ say, manifest }) => {
        await manifest();
        await say(chunk(0, first));
        await say({ kind: 'end' }, true);
      },
    ],
    [
      'the manifest twice',
      'bad-message',
      async ({ manifest }) => {
        await manifest();
        await manifest();
      },
    ],
    [
      'a manifest in the wrong order',
      'bad-message',
      async ({ say }) => say({ kind: 'manifest', total: 900, offset: 10, bytes: noise(5) }),
    ],
    [
      'a manifest signed by herself',
      'manifest-forged',
      async ({ manifest }) => {
        const payload = shared.signed.subarray(0, -64);
        await manifest(Buffer.concat([payload, eve.sign(payload)]));
      },
    ],
    [
      'the manifest of another mod',
      'manifest-wrong-mod',
      async ({ manifest }) => manifest(shareOf({ 'b.bin': noise(9) }).signed),
    ],
    [
      'frames that are not sealed',
      'bad-frame',
      async ({ receiver }) => {
        receiver.receive(noise(400));
        return Promise.resolve();
      },
    ],
    [
      'a goodbye in the middle',
      'channel-lost',
      async ({ manifest, receiver }) => {
        await manifest();
        receiver.closed();
      },
    ],
  ];
  test.each(cases)('P52 %s: %s', async (_, code, attack) => {
    const stage = againstReceiver(shared);
    await attack(stage);
    expect(await codeOf(stage.receiver.ended)).toBe(code);
    expect([stage.store.finished, stage.store.closed]).toEqual([false, 1]);
  });

  test.each([{ bytes: 149_999 }, { files: 2 }, { name: 'Other' }])(
    'an offer of %j is not kept',
    async (offer) => {
      const { receiver, manifest } = againstReceiver(shared, offer);
      await manifest();
      expect(await codeOf(receiver.ended)).toBe('offer-mismatch');
    },
  );

  test('an offer is not believed because its manifest is here already', async () => {
    const { receiver } = againstReceiver(shared, { bytes: 1 }, shared.signed);
    expect(await codeOf(receiver.ended)).toBe('offer-mismatch');
  });

  test('P54 a hostile path is refused before a byte is written', async () => {
    const payload = Buffer.from(shared.signed.subarray(0, -64));
    payload.write('../up', payload.indexOf('a.bin'));
    const signed = Buffer.concat([payload, ada.sign(payload)]);
    const { receiver, store, manifest } = againstReceiver({ ...shared, mod: sha256(payload) });
    await manifest(signed);
    expect(await receiver.ended).toEqual({ kind: 'failed', code: 'path-parent', path: '../up' });
    expect(store.kept).toBeUndefined();
  });

  test('who sends on without waiting for the disk is stopped at the window', async () => {
    const huge = { 'a.bin': noise(12_000_000, 3) };
    const large = shareOf(huge);
    const table = large.manifest.entries[0]!.chunks;
    const { receiver, store, say, sayNow, manifest } = againstReceiver(large);
    let release = (): void => undefined;
    const stuck = new Promise<void>((resolve) => {
      release = resolve;
    });
    store.slow = () => stuck;
    await manifest();
    await say(chunk(0, huge['a.bin'].subarray(0, chunkSize(table, 0))));
    for (let [row, at] = [1, chunkSize(table, 0)]; at < 9_000_000; row++) {
      const size = chunkSize(table, row);
      sayNow(chunk(row, huge['a.bin'].subarray(at, at + size)));
      at += size;
    }
    release();
    expect(await codeOf(receiver.ended)).toBe('oversize');
  });
});

describe('somebody meddles with the frames between Ada and Ben', () => {
  const flip = (frame: Uint8Array, at: number): Uint8Array => {
    const bent = frame.slice();
    bent[at % bent.length]! ^= 0x20;
    return bent;
  };
  const meddlers: [string, Meddle][] = [
    ['flips a bit', (frame, i, deliver) => deliver(i === 3 ? flip(frame, 1000) : frame)],
    ['drops one', (frame, i, deliver) => i !== 2 && deliver(frame)],
    [
      'repeats one',
      (frame, i, deliver) => {
        deliver(frame);
        if (i === 2) deliver(frame);
      },
    ],
    ['cuts one short', (frame, i, deliver) => deliver(i === 2 ? frame.subarray(0, -1) : frame)],
    [
      'swaps two',
      (() => {
        let kept: Uint8Array | undefined;
        return (frame, i, deliver) => {
          if (i === 2) kept = frame;
          else deliver(frame);
          if (i === 3 && kept) deliver(kept);
        };
      })(),
    ],
    [
      'marks one as the last',
      (frame, i, deliver) => deliver(i === 2 ? Buffer.concat([Buffer.of(1), frame.subarray(1)]) : frame),
    ],
  ];
  test.each(meddlers)(
    'P52 who %s ends the transfer, and nothing wrong is ever written',
    async (_, meddle) => {
      const files = { 'a.bin': noise(900_000, 8) };
      const mod = shareOf(files);
      const store = new MemoryStore();
      const wrong: number[] = [];
      const write = store.write.bind(store);
      store.write = (entry, offset, parts) => {
        const bytes = Buffer.concat(parts);
        if (Buffer.compare(files['a.bin'].subarray(offset, offset + bytes.length), bytes) !== 0)
          wrong.push(offset);
        return write(entry, offset, parts);
      };
      const { ends } = stage({ shared: mod, source: memorySource(files, mod), store, meddle });
      expect(await ends).toEqual([
        { kind: 'failed', code: 'channel-lost' },
        { kind: 'failed', code: 'bad-frame' },
      ]);
      expect([wrong, store.finished]).toEqual([[], false]);
    },
  );
});

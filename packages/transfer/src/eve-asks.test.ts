import { describe, expect, test } from '@jest/globals';
import { againstSender, codeOf } from './testing/eve.ts';
import { noise, shareOf } from './testing/mods.ts';

const files = { 'a.bin': noise(150_000, 1) };
const shared = shareOf(files);
const bits = (...bytes: number[]) =>
  ({ kind: 'need', total: bytes.length, offset: 0, bytes: Uint8Array.from(bytes) }) as const;

describe('Eve is a member who asks for a mod and does not keep to the rules', () => {
  const cases: [string, (eve: ReturnType<typeof againstSender>) => Promise<void>][] = [
    ['asks for chunks past the end', ({ say }) => say(bits(0xff))],
    ['sends a bitmap of another length', ({ say }) => say(bits(1, 0))],
    [
      'asks for the manifest twice',
      async ({ say }) => {
        await say({ kind: 'want' });
        await say({ kind: 'want' });
      },
    ],
    [
      'asks for chunks twice',
      async ({ say }) => {
        await say(bits(1));
        await say(bits(1));
      },
    ],
    ['claims to have written more than was sent', ({ say }) => say({ kind: 'written', bytes: 1_000_000 })],
    ['is done before anything was asked', ({ say }) => say({ kind: 'done' }, true)],
    [
      'goes on after saying that she is done',
      async ({ say }) => {
        await say(bits(0));
        await say({ kind: 'done' }, false);
      },
    ],
  ];
  test.each(cases)('who %s is cut off', async (_, attack) => {
    const stage = againstSender(files, shared);
    await attack(stage);
    expect(await codeOf(stage.sender.ended)).toBe('bad-message');
  });

  test('who needs nothing is told the end, and no chunk', async () => {
    const { sender, down, say } = againstSender(files, shared);
    await say(bits(0));
    await say({ kind: 'done' }, true);
    expect(await codeOf(sender.ended)).toBe('done');
    expect(down.bytes).toBeLessThan(30);
  });
});

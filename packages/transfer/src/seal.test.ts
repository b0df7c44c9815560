import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createTransferSeal, type TransferBinding } from './seal.ts';
import { ada, ben, eve, noise, shell } from './testing/mods.ts';

const binding: TransferBinding = {
  secret: noise(32, 1),
  transfer: noise(32, 2),
  shell,
  sender: ada.memberId,
  receiver: ben.memberId,
  mod: noise(32, 3),
};

const pair = (change: Partial<TransferBinding> = {}) => ({
  sender: createTransferSeal(binding, 'sender'),
  receiver: createTransferSeal({ ...binding, ...change }, 'receiver'),
});

const hex = (bytes: Uint8Array | undefined): string | undefined =>
  bytes && Buffer.from(bytes).toString('hex');

describe('sealed frames', () => {
  test('open in order, in both directions, and say which is the last', () => {
    const { sender, receiver } = pair();
    expect(receiver.open(sender.seal([noise(3), noise(2)], false))).toEqual({
      plain: Buffer.concat([noise(3), noise(2)]),
      last: false,
    });
    expect(hex(sender.open(receiver.seal([noise(9)], false))?.plain)).toBe(hex(noise(9)));
    expect(receiver.open(sender.seal([], true))).toEqual({ plain: Buffer.alloc(0), last: true });
    expect(() => sender.seal([noise(1)], false)).toThrow();
  });

  test('P51 no key stream is used twice over transfers, directions, aborts and resumes', () => {
    const zeros = new Uint8Array(32);
    const step = fc.record({
      transfer: fc.integer({ min: 0, max: 255 }),
      frames: fc.integer({ min: 1, max: 6 }),
      role: fc.constantFrom('sender' as const, 'receiver' as const),
      mod: fc.constantFrom(noise(32, 3), noise(32, 4)),
      turned: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(step, {
          maxLength: 8,
          // A transfer id is drawn anew for every try; within one, every side seals once.
          selector: ({ transfer, role, mod, turned }) => [transfer, role, mod[0], turned].join(),
        }),
        (steps) => {
          const streams = new Set<string>();
          let sealed = 0;
          for (const { transfer, frames, role, mod, turned } of steps) {
            const members = turned ? { sender: ben.memberId, receiver: ada.memberId } : {};
            const seal = createTransferSeal(
              { ...binding, ...members, mod, transfer: new Uint8Array(32).fill(transfer) },
              role,
            );
            // Sealed zeros are the key stream itself: two alike would mean the same key and nonce.
            for (let i = 0; i < frames; i++) streams.add(hex(seal.seal([zeros], false).subarray(1, 33))!);
            sealed += frames;
            seal.wipe();
          }
          expect(streams.size).toBe(sealed);
        },
      ),
    );
  });

  const changes: [string, Partial<TransferBinding>][] = [
    ['secret', { secret: noise(32, 9) }],
    ['transfer', { transfer: noise(32, 9) }],
    ['group', { shell: 'cd'.repeat(32) as typeof shell }],
    ['sender', { sender: eve.memberId }],
    ['receiver', { receiver: eve.memberId }],
    ['mod', { mod: noise(32, 9) }],
  ];
  test.each(changes)('P52 of another %s do not open', (_, change) => {
    const { sender, receiver } = pair(change);
    expect(receiver.open(sender.seal([noise(100)], false))).toBeUndefined();
  });

  test('P52 dropped, repeated, swapped, bent, cut, extended or relabelled frames do not open, nor does anything after', () => {
    const bend = (at: number) => (frames: Uint8Array[]) => {
      const bent = frames[1]!.slice();
      bent[(at + bent.length) % bent.length]! ^= 1;
      return [frames[0]!, bent, frames[2]!];
    };
    const attacks: ((frames: Uint8Array[]) => Uint8Array[])[] = [
      ([, ...rest]) => rest,
      ([first, ...rest]) => [first!, first!, ...rest],
      ([first, second, third]) => [first!, third!, second!],
      bend(0),
      bend(1),
      bend(-1),
      ([first, second, third]) => [first!, second!.subarray(0, -1), third!],
      ([first, second, third]) => [first!, Buffer.concat([second!, Buffer.from([0])]), third!],
      ([first, , third]) => [first!, new Uint8Array(), third!],
    ];
    for (const attack of attacks) {
      const { sender, receiver } = pair();
      const frames = [
        sender.seal([noise(40, 1)], false),
        sender.seal([noise(40, 2)], false),
        sender.seal([noise(40, 3)], true),
      ];
      const opened = attack(frames).map((frame) => receiver.open(frame) !== undefined);
      const broken = opened.indexOf(false);
      expect(broken).toBeGreaterThanOrEqual(0);
      expect(opened.slice(broken)).not.toContain(true);
    }
  });

  test('P52 nothing follows the last frame', () => {
    const { sender, receiver } = pair();
    expect(receiver.open(sender.seal([noise(4)], true))?.last).toBe(true);
    expect(receiver.open(createTransferSeal(binding, 'sender').seal([noise(4)], false))).toBeUndefined();
  });

  test('a frame sent back to its sender does not open', () => {
    const { sender } = pair();
    expect(sender.open(sender.seal([noise(50)], false))).toBeUndefined();
  });

  test('once wiped, nothing seals or opens', () => {
    const { sender, receiver } = pair();
    const frame = sender.seal([noise(4)], false);
    sender.wipe();
    receiver.wipe();
    expect(() => sender.seal([noise(4)], false)).toThrow();
    expect(receiver.open(frame)).toBeUndefined();
  });

  test('any bytes are a frame or not, never a throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(createTransferSeal(binding, 'receiver').open(bytes)).toBeUndefined();
      }),
    );
  });
});

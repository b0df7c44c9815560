import type * as jest from '@jest/globals';
import { lastValueFrom, take, toArray } from 'rxjs';
import { HIGH_WATER_BYTES, LOW_WATER_BYTES, MAX_MESSAGE_BYTES, type Channel } from '../network.ts';

/** One wire with its two ends. */
export interface Wire {
  readonly left: Channel;
  readonly right: Channel;
}

/** How the tests get wires of the kind under test. */
export interface WireSetup {
  /** A wire of its own for each test, both ends open. */
  connect(): Promise<Wire>;
  /** After the last test. */
  dispose(): Promise<void>;
}

const numbered = (number: number, length = 4): Uint8Array => {
  const bytes = new Uint8Array(length);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
};
const numberOf = (bytes: Uint8Array): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0);
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * What everybody may rely on, whatever a {@link Channel} is made of. Call it once for each kind, from a Jest test file:
 * it takes Jest's functions from there, so that the doubles beside it can be used by processes without Jest.
 */
export function runChannelTests(name: string, setup: WireSetup): void {
  const { afterAll, afterEach, beforeEach, describe, expect, test } = globalThis as unknown as typeof jest;
  describe(`a ${name} channel`, () => {
    let wire: Wire;
    beforeEach(async () => {
      wire = await setup.connect();
    });
    afterEach(async () => {
      wire.left.abort();
      await Promise.all([wire.left.closed, wire.right.closed]);
    });
    afterAll(() => setup.dispose());

    const first = (count: number): Promise<Uint8Array[]> =>
      lastValueFrom(wire.right.messages$.pipe(take(count), toArray()));
    const all = (): Promise<Uint8Array[]> => lastValueFrom(wire.right.messages$.pipe(toArray()));

    test('keeps the order', async () => {
      const received = first(2_000);
      for (let i = 0; i < 2_000; i++) expect(wire.left.send(numbered(i))).toBe(true);
      expect((await received).map(numberOf)).toEqual(Array.from({ length: 2_000 }, (_, i) => i));
    });

    test('carries messages of every size up to its limit, unchanged', async () => {
      const sizes = [1, 2, 1_199, 16_384, 65_536, MAX_MESSAGE_BYTES - 1, MAX_MESSAGE_BYTES];
      const received = first(sizes.length);
      for (const size of sizes) wire.left.send(new Uint8Array(size).fill(size % 251));
      for (const [index, bytes] of (await received).entries()) {
        const size = sizes[index] ?? 0;
        expect(bytes).toHaveLength(size);
        expect(bytes.every((byte) => byte === size % 251)).toBe(true);
      }
    });

    test('throws for a message that is empty or too large: a bug of the caller', () => {
      expect(() => wire.left.send(new Uint8Array(MAX_MESSAGE_BYTES + 1))).toThrow(RangeError);
      expect(() => wire.left.send(new Uint8Array())).toThrow(RangeError);
      expect(wire.left.open).toBe(true);
    });

    test('keeps what arrives until somebody listens', async () => {
      for (let i = 0; i < 10; i++) wire.left.send(numbered(i));
      await wire.left.drained();
      await turn();
      expect((await first(10)).map(numberOf)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    });

    test('gives every subscriber bytes of its own', async () => {
      const sent = numbered(7);
      const received = first(1);
      wire.left.send(sent);
      sent.fill(0);
      expect((await received).map(numberOf)).toEqual([7]);
    });

    test('speaks both ways', async () => {
      wire.right.messages$.subscribe((bytes) => wire.right.send(bytes));
      const echoed = lastValueFrom(wire.left.messages$.pipe(take(2), toArray()));
      wire.left.send(numbered(1));
      wire.left.send(numbered(2));
      expect((await echoed).map(numberOf)).toEqual([1, 2]);
    });

    test('lets out what is queued before it closes, and both ends learn of it', async () => {
      const received = all();
      for (let i = 0; i < 40; i++) wire.left.send(numbered(i, MAX_MESSAGE_BYTES));
      const closing = wire.left.close();
      expect(wire.left.open).toBe(false);
      await closing;
      expect((await received).map(numberOf)).toEqual(Array.from({ length: 40 }, (_, i) => i));
      await wire.right.closed;
      expect(wire.right.open).toBe(false);
    });

    test('loses none of many small messages when it closes', async () => {
      const received = all();
      for (let i = 0; i < 5_000; i++) wire.left.send(numbered(i));
      await wire.left.close();
      expect((await received).map(numberOf)).toEqual(Array.from({ length: 5_000 }, (_, i) => i));
    });

    test('may be closed by both at once, and by one twice', async () => {
      const received = all();
      wire.left.send(numbered(1));
      await Promise.all([wire.left.close(), wire.right.close(), wire.left.close()]);
      expect((await received).map(numberOf)).toEqual([1]);
    });

    test('ends at once when it is aborted, whatever is queued, and the other end completes', async () => {
      const received = all();
      for (let i = 0; i < 40; i++) wire.left.send(numbered(i, MAX_MESSAGE_BYTES));
      wire.left.abort();
      expect([wire.left.open, wire.left.send(numbered(0)), wire.left.bufferedAmount()]).toEqual([
        false,
        false,
        0,
      ]);
      await Promise.all([wire.left.closed, wire.right.closed]);
      const numbers = (await received).map(numberOf);
      expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, i) => i));
    });

    test('completes for a subscriber who comes after the end, with what was left unread', async () => {
      wire.left.send(numbered(3));
      await wire.left.close();
      await wire.right.closed;
      expect((await all()).map(numberOf)).toEqual([3]);
    });

    test('takes nothing after it is closed, and does not throw', async () => {
      await wire.left.close();
      await wire.right.closed;
      expect(wire.left.send(numbered(1))).toBe(false);
      expect(wire.right.send(numbered(1))).toBe(false);
      await wire.left.drained();
      await wire.left.close();
      wire.left.abort();
    });

    test('P57 holds no more than its high-water mark for a sender that awaits drained()', async () => {
      let received = 0;
      wire.right.messages$.subscribe((bytes) => (received += bytes.length));
      let most = 0;
      for (let i = 0; i < 200; i++) {
        if (wire.left.bufferedAmount() > HIGH_WATER_BYTES - MAX_MESSAGE_BYTES) {
          await wire.left.drained();
          expect(wire.left.bufferedAmount()).toBeLessThanOrEqual(LOW_WATER_BYTES);
        }
        wire.left.send(numbered(i, MAX_MESSAGE_BYTES));
        most = Math.max(most, wire.left.bufferedAmount());
      }
      await wire.left.close();
      expect(most).toBeLessThanOrEqual(HIGH_WATER_BYTES);
      expect(received).toBe(200 * MAX_MESSAGE_BYTES);
    });

    test('wakes a sender that waits for room when the wire is cut', async () => {
      for (let i = 0; i < 80; i++) wire.left.send(numbered(i, MAX_MESSAGE_BYTES));
      const waiting = wire.left.drained();
      wire.right.abort();
      await waiting;
      await wire.left.closed;
      expect(wire.left.bufferedAmount()).toBe(0);
    });
  });
}

import { expect, test } from '@jest/globals';
import { NO_READINGS, rememberReadings, type Readings } from './readings.ts';
import { err, ok, type Result } from './result.ts';

const statement = (number: number, length = 100): Uint8Array => {
  const bytes = new Uint8Array(length).fill(7);
  new DataView(bytes.buffer).setUint32(length - 4, number);
  return bytes;
};

/** Reads by counting, and knows how often it was asked. */
class Reader {
  asked = 0;
  readonly #readings: Readings;
  readonly #kind: string;

  constructor(readings: Readings, kind = 'kind') {
    this.#readings = readings;
    this.#kind = kind;
  }
  read(bytes: Uint8Array): Result<{ readonly bytes: Uint8Array }, 'odd'> {
    return this.#readings.recall(this.#kind, bytes, (own): Result<{ readonly bytes: Uint8Array }, 'odd'> => {
      this.asked++;
      return (own.at(-1) ?? 0) % 2 === 0 ? ok({ bytes: own }) : err('odd');
    });
  }
}

test('what was read once is the very same the second time, and is not read again', () => {
  const reader = new Reader(rememberReadings(10_000));
  const first = reader.read(statement(2));
  expect(first).toEqual(ok({ bytes: statement(2) }));
  expect(reader.read(statement(2))).toBe(first);
  expect(reader.asked).toBe(1);
});

test('what was refused is looked at again', () => {
  const reader = new Reader(rememberReadings(10_000));
  expect(reader.read(statement(3))).toEqual(err('odd'));
  expect(reader.read(statement(3))).toEqual(err('odd'));
  expect(reader.asked).toBe(2);
});

test('bytes that end alike and differ before are told apart', () => {
  const reader = new Reader(rememberReadings(10_000));
  reader.read(statement(2));
  const other = statement(2);
  other[0] = 8;
  expect(reader.read(other)).toEqual(ok({ bytes: other }));
  expect(reader.read(statement(2))).toEqual(ok({ bytes: statement(2) }));
});

test('what one reader made of some bytes is nothing to another', () => {
  const readings = rememberReadings(10_000);
  const [one, other] = [new Reader(readings, 'one'), new Reader(readings, 'other')];
  const made = one.read(statement(2));
  expect(other.read(statement(2))).not.toBe(made);
  expect(other.asked).toBe(1);
});

test('whoever changes the bytes it showed, or shows a part of a larger buffer, changes nothing that was read', () => {
  for (const readings of [rememberReadings(10_000), NO_READINGS]) {
    const shown = Buffer.concat([statement(4), statement(6)]).subarray(0, 100);
    const read = new Reader(readings).read(shown);
    shown.fill(0);
    expect(read).toEqual(ok({ bytes: statement(4) }));
  }
});

test('a thousand statements take no more room than was given, and the latest are still known', () => {
  const reader = new Reader(rememberReadings(10_000));
  for (let i = 0; i < 1000; i++) reader.read(statement(2 * i));
  reader.asked = 0;
  for (let i = 960; i < 1000; i++) reader.read(statement(2 * i));
  expect(reader.asked).toBe(0);
  for (let i = 0; i < 800; i++) reader.read(statement(2 * i));
  expect(reader.asked).toBe(800);
});

test('what is asked for now and then stays known, whatever comes meanwhile', () => {
  const reader = new Reader(rememberReadings(10_000));
  reader.read(statement(2));
  for (let i = 10; i < 1000; i++) {
    reader.read(statement(2 * i));
    if (i % 20 === 0) reader.read(statement(2));
  }
  reader.asked = 0;
  reader.read(statement(2));
  expect(reader.asked).toBe(0);
});

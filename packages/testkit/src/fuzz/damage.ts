import type { SeededRandom } from '../corpus/seeded-random.ts';

export const noise = (dice: SeededRandom): Uint8Array => Uint8Array.from(dice.bytes(dice.integer(1, 600)));

/** With a few bytes changed, cut off, repeated or put in. */
export function damagedBytes(dice: SeededRandom, sample: Uint8Array): Uint8Array {
  let bytes = Uint8Array.from(sample);
  for (let changes = dice.integer(1, 4); changes > 0; changes--) {
    const at = dice.integer(0, bytes.length);
    const [before, after] = [bytes.slice(0, at), bytes.slice(at)];
    const kind = dice.integer(0, 3);
    if (kind === 0 && at < bytes.length) bytes[at] = dice.integer(0, 255);
    else if (kind === 1) bytes = before;
    else if (kind === 2)
      bytes = Uint8Array.from([...before, ...bytes.slice(Math.max(0, at - dice.integer(0, 63)))]);
    else bytes = Uint8Array.from([...before, ...dice.bytes(dice.integer(1, 8)), ...after]);
  }
  return bytes;
}

/** Nested lists, maps, numbers and byte strings of every kind that MessagePack can give. */
export function anything(dice: SeededRandom, depth: number): unknown {
  const leaves = [
    null,
    true,
    dice.integer(0, 2 ** 31),
    -1,
    0.5,
    2 ** 53,
    1e300,
    NaN,
    123n,
    '',
    'ab'.repeat(32),
    noise(dice),
    Buffer.from(noise(dice)).toString('latin1'),
    new Date(NaN),
    undefined,
  ];
  const kind = depth === 0 ? 0 : dice.integer(0, 2);
  if (kind === 0) return leaves[dice.integer(0, leaves.length - 1)];
  const parts = Array.from({ length: dice.integer(0, 4) }, () => anything(dice, depth - 1));
  if (kind === 1) return parts;
  const names = ['type', 'id', 'to', 'length', '__proto__', 'constructor', 'toString', 'mods', 'ops'];
  return Object.fromEntries(parts.map((part) => [dice.pick(names), part]));
}

/** A message with some of its parts, at whatever depth, replaced, left out or put twice. */
export function damagedBody(dice: SeededRandom, body: unknown): unknown {
  if (dice.integer(0, 5) === 0) return anything(dice, 3);
  if (body instanceof Uint8Array) return dice.integer(0, 1) === 0 ? damagedBytes(dice, body) : body;
  if (Array.isArray(body)) {
    const items = body.map((item) =>
      dice.integer(0, 1) === 0 ? damagedBody(dice, item) : (item as unknown),
    );
    return dice.integer(0, 2) === 0 ? [...items, ...items] : items;
  }
  if (typeof body !== 'object' || body === null) return body;
  const fields = Object.entries(body).flatMap(([name, value]): [string, unknown][] => {
    const kind = dice.integer(0, 4);
    if (kind === 0) return [];
    return [[name, kind === 1 ? damagedBody(dice, value) : value]];
  });
  return Object.fromEntries(fields);
}

/** Feeds every decoder with noise and with damaged samples, in a process of its own: `node fuzz.js SEED ROUNDS`. */
import { encodeInvite, encodeReply, createKeyRing, inviteKeys, utf8, type ShellId } from '@fyteclub/identity';
import { createGenesis, encodeOp, packMessage } from '@fyteclub/phonebook';
import { encodeEnvelope } from '@fyteclub/transport';
import { seededRandom } from '../corpus/seeded-random.ts';
import { bodyParsers, byteDecoders, textDecoders } from './decoders.ts';

const [seed = 'fuzz', rounds = '2000'] = process.argv.slice(2);
const SLOW_MS = 50;
const dice = seededRandom(seed);
const pick = (below: number): number => Buffer.from(dice.bytes(4)).readUInt32LE() % below;

const ring = createKeyRing(Uint8Array.from(dice.bytes(32)));
const keys = inviteKeys(Uint8Array.from(dice.bytes(16)));
const endpoint = { addresses: [{ host: '127.0.0.1', port: 4000 }], fingerprint: new Uint8Array(32) };
const shell = '5'.repeat(64) as ShellId;
const op = createGenesis(ring, 'Raid night', 1_800_000_000_000, Uint8Array.from(dice.bytes(32)));
const invite = {
  shell,
  seed: new Uint8Array(16),
  expiresAt: 1_800_000_000_000,
  issuer: ring.memberId,
  endpoint,
  needsPassword: false,
};
const samples = {
  bytes: [
    encodeOp(op.signed),
    packMessage({ type: 'phonebook.ops', ops: [encodeOp(op.signed)] }),
    encodeEnvelope({ topic: 'transfer', body: { type: 'transfer.offers', mods: [] } }),
  ],
  texts: [encodeInvite(invite, ring), encodeReply({ invite: keys.id, endpoint }, keys)],
};

/** A sample with a few bytes changed, cut off, repeated or put in. */
function damaged(sample: Uint8Array): Uint8Array {
  let bytes = Uint8Array.from(sample);
  for (let changes = 1 + pick(4); changes > 0; changes--) {
    const at = pick(bytes.length + 1);
    const kind = pick(4);
    if (kind === 0 && at < bytes.length) bytes[at] = pick(256);
    else if (kind === 1) bytes = bytes.slice(0, at);
    else if (kind === 2)
      bytes = Uint8Array.from([...bytes.slice(0, at), ...bytes.slice(Math.max(0, at - pick(64)))]);
    else bytes = Uint8Array.from([...bytes.slice(0, at), ...dice.bytes(1 + pick(8)), ...bytes.slice(at)]);
  }
  return bytes;
}
const noise = (): Uint8Array => Uint8Array.from(dice.bytes(1 + pick(600)));
const oneOf = <T>(items: readonly T[]): T => items[pick(items.length)] as T;

/** Nested lists, maps, numbers and byte strings of every kind that MessagePack can give. */
function anything(depth: number): unknown {
  const kinds = [
    null,
    true,
    pick(2 ** 31),
    -1,
    1e300,
    NaN,
    'transfer.offers',
    noise(),
    noise().toString(),
    undefined,
  ];
  if (depth === 0 || pick(3) === 0) return oneOf(kinds);
  if (pick(2) === 0) return Array.from({ length: pick(5) }, () => anything(depth - 1));
  const names = [
    'type',
    'mods',
    'mod',
    'transfer',
    'id',
    'to',
    'from',
    'sealed',
    'lists',
    'inRange',
    '__proto__',
    'name',
    'bytes',
  ];
  const types = [
    'transfer.offers',
    'transfer.request',
    'election.witness',
    'introduction.ask',
    'introduction.offer',
  ];
  const entries = Array.from({ length: pick(6) }, () => [oneOf(names), anything(depth - 1)] as const);
  return Object.fromEntries([['type', oneOf(types)], ...entries]);
}

function feed(what: string, decode: () => unknown): void {
  const start = performance.now();
  try {
    decode();
  } catch (error) {
    throw new Error(`${what} threw with seed ${seed}`, { cause: error });
  }
  // Under load one call may wait for its turn; a decoder that dawdles does so every time.
  if (performance.now() - start > SLOW_MS) {
    const again = performance.now();
    decode();
    if (performance.now() - again > SLOW_MS) throw new Error(`${what} took too long with seed ${seed}`);
  }
}

for (let round = 0; round < Number(rounds); round++) {
  const bytes = pick(3) === 0 ? noise() : damaged(oneOf(samples.bytes));
  for (const [name, decode] of Object.entries(byteDecoders)) feed(name, () => decode(bytes));
  const pasted = pick(3) === 0 ? noise() : damaged(utf8(oneOf(samples.texts)));
  const text = Buffer.from(pasted).toString('utf8');
  for (const [name, decode] of Object.entries(textDecoders)) feed(name, () => decode(text));
  const body = anything(4);
  for (const [name, parse] of Object.entries(bodyParsers)) feed(name, () => parse(body));
}
process.stdout.write(`${JSON.stringify({ seed, rounds: Number(rounds) })}\n`);

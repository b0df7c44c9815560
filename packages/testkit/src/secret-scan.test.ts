import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { expect, test } from '@jest/globals';
import { SecretScan } from './secret-scan.ts';

const secret = randomBytes(32);
const around = (bytes: Uint8Array): Buffer => Buffer.concat([randomBytes(5), bytes, randomBytes(9)]);

test.each<[string, string | Uint8Array]>([
  ['as it is', around(secret)],
  ['the first half of it', around(secret.subarray(0, 16))],
  ['the second half of it', around(secret.subarray(16))],
  ['hex', JSON.stringify({ key: secret.toString('hex') })],
  ['HEX, in a longer one', around(secret).toString('hex').toUpperCase()],
  ['base64, in a longer one', around(secret).toString('base64')],
  ['base64url', secret.toString('base64url')],
  ['numbers in JSON', JSON.stringify([...around(secret)])],
  ['an array in JSON', JSON.stringify(new Uint8Array(secret))],
  ['a buffer in JSON', JSON.stringify(secret)],
  ['as a console shows a buffer', inspect(secret)],
  ['as a console shows an array', inspect([...secret])],
])('a secret is found that was written down %s', (_, said) => {
  const scan = new SecretScan();
  scan.bytes('the key', secret);
  expect(scan.in(said)).toEqual(['the key']);
  expect(scan.in(said.slice(0, 6))).toEqual([]);
});

test('a text is found, and what it says in bytes', () => {
  const scan = new SecretScan();
  scan.text('the password', 'correct chocobo battery', 0);
  for (const said of [
    'is it "correct chocobo battery"?',
    Buffer.from('correctchocobobattery').toString('hex'),
    `"battery" ${[...Buffer.from('correctchocobobattery')].join(', ')}`,
  ])
    expect(scan.in(said)).toEqual(['the password']);
  expect(scan.in('correct chocobo')).toEqual([]);
});

test('what is too short to be told from chance is not looked for', () => {
  const scan = new SecretScan();
  expect(() => scan.bytes('a byte', Uint8Array.of(7))).toThrow(RangeError);
  expect(() => scan.text('a word', 'kupo')).toThrow(RangeError);
});

import { describe, expect, test } from '@jest/globals';
import { isIP } from 'node:net';
import fc from 'fast-check';
import { canonicalHost, formatHost, parseHost } from './ip-address.ts';

describe('an address', () => {
  test('reads back what it writes, in a spelling that Node accepts', () => {
    const bytes = fc
      .constantFrom(4, 16)
      .chain((length) => fc.uint8Array({ minLength: length, maxLength: length }));
    fc.assert(
      fc.property(bytes, fc.boolean(), (raw, sparse) => {
        const host = sparse ? raw.map((byte) => (byte < 200 ? 0 : byte)) : raw;
        const text = formatHost(host);
        expect(parseHost(text)).toEqual(host);
        expect(isIP(text)).toBe(host.length === 4 ? 4 : 6);
      }),
    );
  });

  test.each([
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:0db8::0001:0000', '2001:db8::1:0'],
    ['0:0:1:0:0:0:1:0', '0:0:1::1:0'],
    ['1:0:0:2:0:0:3:4', '1::2:0:0:3:4'],
    ['1:2:3:4:5:6:0:7', '1:2:3:4:5:6:0:7'],
    ['::', '::'],
    ['::1', '::1'],
    ['fe80::', 'fe80::'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
    ['192.0.2.1', '192.0.2.1'],
  ])('%s is spelt %s', (text, canonical) => {
    expect(canonicalHost(text)).toBe(canonical);
  });

  test.each([
    '',
    'localhost',
    '1.2.3',
    '1.2.3.256',
    '01.2.3.4',
    '1.2.3.4.5',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    '::1::2',
    ':::',
    'fe80::1%eth0',
    '12345::',
    '1.2.3.4::',
    '[::1]',
    '1'.repeat(10_000),
  ])('%s is none', (text) => {
    expect(canonicalHost(text)).toBeUndefined();
  });

  test('text of any kind is an address for us only if it is one for Node', () => {
    const near = fc.string({ unit: fc.constantFrom(...Array.from('0129afA:.%:')), maxLength: 24 });
    fc.assert(
      fc.property(near, (text) => {
        if (canonicalHost(text) !== undefined) expect(isIP(text)).not.toBe(0);
      }),
      { numRuns: 2000 },
    );
  });
});

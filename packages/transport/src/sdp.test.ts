import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { describeRemote, isAddress, parseFingerprint, reflexiveAddresses } from './sdp.rules.ts';

const credentials = { ufrag: 'abcd', password: 'a'.repeat(22) };
const address = fc.record({
  host: fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.string(),
    fc.constantFrom('::1', '1.2.3.4\r\na=x', 'fe80::1%eth0', '::'),
  ),
  port: fc.oneof(fc.integer({ min: -1, max: 70_000 }), fc.double()),
});

test('any address is refused, or makes exactly one harmless line', () => {
  fc.assert(
    fc.property(address, (any) => {
      if (!isAddress(any)) return;
      const sdp = describeRemote({ role: 'offer', credentials, addresses: [any] });
      const lines = sdp.split('\r\n').filter((line) => line.includes('candidate'));
      expect(lines).toEqual([`a=candidate:1 1 UDP 2130706431 ${any.host} ${any.port} typ host`]);
      expect(sdp).not.toMatch(/[^\r]\n|\r[^\n]|[^\x20-\x7e\r\n]/);
    }),
    { numRuns: 1_000 },
  );
});

describe('an address', () => {
  const good = ['1.0.0.0', '223.255.255.255', '10.0.0.1', '::1', '2001:db8::8a2e', '::ffff:1.2.3.4'];
  const many = [
    '0.0.0.0',
    '224.0.0.251',
    '239.255.255.250',
    '255.255.255.255',
    '::',
    'ff02::fb',
    '::ffff:224.0.0.1',
  ];
  const bad = [
    '',
    'localhost',
    '256.1.1.1',
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    'fe80::1%eth0',
    '1.2.3.4 ',
    ':\n:',
  ];
  test.each(good)('%j is one', (host) => expect(isAddress({ host, port: 1 })).toBe(true));
  test.each(many)('%j is no single host, and nothing is sent there', (host) => {
    expect(isAddress({ host, port: 1 })).toBe(false);
    const addresses = [
      { host, port: 1 },
      { host: '10.0.0.1', port: 2 },
    ];
    expect(describeRemote({ role: 'offer', credentials, addresses }).match(/^a=candidate.*$/gm)).toHaveLength(
      1,
    );
  });
  test.each(bad)('%j is none', (host) => expect(isAddress({ host, port: 1 })).toBe(false));
  test.each([0, -1, 65_536, 1.5, Number.NaN])('port %d is none', (port) =>
    expect(isAddress({ host: '1.2.3.4', port })).toBe(false),
  );
});

test('says its message size, its setup, and at most eight addresses', () => {
  const addresses = Array.from({ length: 20 }, (_, i) => ({ host: '10.0.0.1', port: 1_000 + i }));
  const offer = describeRemote({ role: 'offer', credentials, addresses });
  expect(offer).toContain('a=max-message-size:262144\r\n');
  expect(offer).toContain('a=setup:active\r\n');
  expect(offer.match(/a=candidate:/g)).toHaveLength(8);
  expect(describeRemote({ role: 'answer', credentials, addresses })).toContain('a=setup:passive\r\n');
});

test('reads back what STUN servers saw, and no private address', () => {
  const sdp = [
    'a=candidate:1 1 UDP 2122317823 192.168.0.4 4000 typ host',
    'a=candidate:2 1 UDP 1686109951 203.0.113.7 61234 typ srflx raddr 0.0.0.0 rport 0',
    'a=candidate:3 1 UDP 1686109951 not.an.address 61234 typ srflx',
    'a=end-of-candidates',
  ].join('\r\n');
  expect(reflexiveAddresses(sdp)).toEqual([{ host: '203.0.113.7', port: 61_234 }]);
});

test('fingerprints are 32 bytes or nothing', () => {
  const text = Array.from({ length: 32 }, (_, i) => i.toString(16).padStart(2, '0').toUpperCase()).join(':');
  expect(parseFingerprint(text)).toEqual(Uint8Array.from({ length: 32 }, (_, i) => i));
  for (const wrong of ['', text.slice(3), `${text}:00`, text.replaceAll(':', '')])
    expect(parseFingerprint(wrong)).toBeUndefined();
});

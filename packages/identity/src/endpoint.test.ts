import { expect, test } from '@jest/globals';
import { address, endpoint, type Endpoint } from './endpoint.ts';
import { LABELS } from './labels.ts';
import { layout } from './layout.ts';

const ENDPOINT = layout<{ readonly endpoint: Endpoint }>(LABELS.replyCode, 1, { endpoint });
const fingerprint = new Uint8Array(32).fill(7);

test('an address takes 7 bytes, or 19 for IPv6', () => {
  expect(address.write({ host: '192.0.2.1', port: 443 })).toEqual(Uint8Array.of(4, 192, 0, 2, 1, 1, 187));
  expect(address.write({ host: '2001:db8::1', port: 443 })).toHaveLength(19);
});

test('an endpoint comes back in one spelling', () => {
  const written = ENDPOINT.encode({
    endpoint: { addresses: [{ host: '2001:DB8:0::1', port: 1 }], fingerprint },
  });
  expect(ENDPOINT.decode(written)).toEqual({
    ok: true,
    value: { endpoint: { addresses: [{ host: '2001:db8::1', port: 1 }], fingerprint } },
  });
});

test('names, port 0, a ninth address and unknown families are refused', () => {
  const writing = (host: string, port: number, times = 1): (() => Uint8Array) => {
    const addresses = Array.from({ length: times }, () => ({ host, port }));
    return () => ENDPOINT.encode({ endpoint: { addresses, fingerprint } });
  };
  expect(writing('ada.example', 1)).toThrow(RangeError);
  expect(writing('192.0.2.1', 0)).toThrow(RangeError);
  expect(writing('192.0.2.1', 65_536)).toThrow(RangeError);
  expect(writing('192.0.2.1', 1, 9)).toThrow(RangeError);
  const good = writing('192.0.2.1', 258)();
  const start = good.length - 32 - 7;
  const change = (at: number, value: number): Uint8Array => good.map((byte, i) => (i === at ? value : byte));
  expect(ENDPOINT.decode(good).ok).toBe(true);
  expect(ENDPOINT.decode(change(start, 5))).toEqual({ ok: false, error: 'malformed' });
  const portless = change(start + 5, 0).map((byte, i) => (i === start + 6 ? 0 : byte));
  expect(ENDPOINT.decode(portless)).toEqual({ ok: false, error: 'malformed' });
});

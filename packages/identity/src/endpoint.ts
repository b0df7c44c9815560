import { concat } from './bytes.ts';
import { formatHost, parseHost } from './ip-address.ts';
import { fixed, list, struct, u16, u8, type Field } from './layout.ts';

/** Where a UDP packet can be sent. `host` is an IPv4 or IPv6 literal in its RFC 5952 spelling; `port` is never 0. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** How a member's node is reached: plain data, which the transport turns into SDP and back. */
export interface Endpoint {
  /** Most promising first, at most {@link MAX_ADDRESSES}. */
  readonly addresses: readonly Address[];
  /** SHA-256 of the DTLS certificate, 32 bytes. */
  readonly fingerprint: Uint8Array;
}

/** Most addresses of one endpoint: more than a machine has that a friend could dial, and few enough for a code. */
export const MAX_ADDRESSES = 8;

function checkPort(port: number): number {
  if (port === 0) throw new RangeError('port 0 reaches nobody');
  return port;
}

/** Family (4 or 6), the address bytes, the port: 7 bytes for IPv4, 19 for IPv6. */
export const address: Field<Address> = {
  write: ({ host, port }) => {
    const bytes = parseHost(host);
    if (bytes === undefined) throw new RangeError(`not an IP literal: ${host}`);
    return concat(u8.write(bytes.length === 4 ? 4 : 6), bytes, u16.write(checkPort(port)));
  },
  read: (from) => {
    const family = u8.read(from);
    if (family !== 4 && family !== 6) throw new RangeError('unknown address family');
    const host = formatHost(from.take(family === 4 ? 4 : 16));
    return { host, port: checkPort(u16.read(from)) };
  },
};

/** How an endpoint is written where it is signed: in codes, in presence records, in sealed notes. */
export const endpoint: Field<Endpoint> = struct<Endpoint>({
  addresses: list(address, MAX_ADDRESSES),
  fingerprint: fixed(32),
});

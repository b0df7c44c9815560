import type { Address } from '@fyteclub/identity';
import { networkInterfaces } from 'node:os';
import type {} from './network.ts';
import { isAddress } from './sdp.rules.ts';

/** Only good on the wire they were read from, with a zone that means nothing elsewhere. */
const isLinkLocal = (host: string): boolean => host.startsWith('169.254.') || /^fe[89ab]/.test(host);

/**
 * Where others on this machine's networks find a port bound to `bind`. A machine without any network still has itself.
 */
export function localAddresses(bind: string, port: number): readonly Address[] {
  if (bind !== '0.0.0.0' && bind !== '::') return [{ host: bind, port }];
  const found = Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .filter(({ internal, family }) => !internal && (family === 'IPv4' || bind === '::'))
    .map(({ address }) => ({ host: address.toLowerCase(), port }))
    .filter((address) => !isLinkLocal(address.host) && isAddress(address));
  return found.length > 0 ? found : [{ host: '127.0.0.1', port }];
}

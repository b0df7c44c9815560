import type { Address } from '@fyteclub/identity';
import type { IceCredentials } from './network.ts';

/** What the other side would have said, had it been asked: everything in it is known or derived beforehand. */
export interface RemoteSide {
  /** The offering side starts DTLS, so the answering side always waits. */
  readonly role: 'offer' | 'answer';
  readonly credentials: IceCredentials;
  /** Best first. */
  readonly addresses: readonly Address[];
}

export const MAX_ADDRESSES = 8;

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.|$)){4}$/;
const IPV6_CHARACTERS = /^[0-9a-f:]{2,39}$|^::ffff:[0-9.]{7,15}$/;

/** Nobody, everybody or a crowd (RFC 6890, RFC 5771, RFC 4291): whoever names one wants others to get our packets. */
const NO_SINGLE_HOST = /^(?:::ffff:)?(?:0|22[4-9]|23\d|24\d|25[0-5])\.|^::$|^ff[0-9a-f]{2}:/;

/** Only literals of single hosts reach an SDP line: no name is looked up, nothing can be injected. */
export function isAddress({ host, port }: Address): boolean {
  if (!Number.isInteger(port) || port < 1 || port > 65_535 || NO_SINGLE_HOST.test(host)) return false;
  return IPV4.test(host) || (host.includes(':') && IPV6_CHARACTERS.test(host));
}

/** Verification is done on the real certificate after DTLS, so the line only has to be there. */
const ANY_FINGERPRINT = Array.from({ length: 32 }, () => '00').join(':');

const HIGHEST_HOST_PRIORITY = 2_130_706_431;

const candidate = ({ host, port }: Address, index: number): string =>
  `a=candidate:${index + 1} 1 UDP ${HIGHEST_HOST_PRIORITY - index * 256} ${host} ${port} typ host`;

/**
 * The session description of the other side, from a fixed template (RFC 8839, RFC 8841). `max-message-size` is
 * always written: left out, the native layer would take 65,536.
 */
export function describeRemote({ role, credentials, addresses }: RemoteSide): string {
  return [
    'v=0',
    'o=- 0 0 IN IP4 0.0.0.0',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 0.0.0.0',
    'a=mid:0',
    `a=setup:${role === 'offer' ? 'active' : 'passive'}`,
    `a=ice-ufrag:${credentials.ufrag}`,
    `a=ice-pwd:${credentials.password}`,
    `a=fingerprint:sha-256 ${ANY_FINGERPRINT}`,
    'a=sctp-port:5000',
    'a=max-message-size:262144',
    ...addresses.filter(isAddress).slice(0, MAX_ADDRESSES).map(candidate),
    '',
  ].join('\r\n');
}

/** The public addresses that STUN servers saw, read from our own local description. */
export function reflexiveAddresses(sdp: string): readonly Address[] {
  const lines = sdp.matchAll(/^a=candidate:\S+ 1 UDP \d+ (\S+) (\d{1,5}) typ srflx/gim);
  return [...lines].map(([, host = '', port]) => ({ host, port: Number(port) })).filter(isAddress);
}

/** `AB:CD:…` as the native layer gives it; undefined when it is no SHA-256. */
export function parseFingerprint(text: string): Uint8Array | undefined {
  if (!/^[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){31}$/.test(text)) return undefined;
  return Uint8Array.from(text.split(':'), (pair) => Number.parseInt(pair, 16));
}

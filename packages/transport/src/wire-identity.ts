import { createHash, generateKeyPair, randomBytes, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { concat, fromHex, utf8 } from '@fyteclub/identity';
import type { WireIdentity } from './network.ts';

/** One DER value: tag, length, content (ITU-T X.690). Certificates here stay below 64 KiB. */
function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concat(...parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return concat(Uint8Array.of(tag, ...size), content);
}

const sequence = (...parts: readonly Uint8Array[]): Uint8Array => der(0x30, ...parts);
const objectId = (hex: string): Uint8Array => der(0x06, fromHex(hex) ?? new Uint8Array());

const ECDSA_WITH_SHA256 = sequence(objectId('2a8648ce3d040302'));
/** `CN=WebRTC`, what every browser's throw-away certificate says. */
const NAME = sequence(der(0x31, sequence(objectId('550403'), der(0x0c, utf8('WebRTC')))));
/** The same for every certificate ever made, so that the dates tell nobody when a member joined. */
const VALIDITY = sequence(der(0x17, utf8('200101000000Z')), der(0x18, utf8('21200101000000Z')));
const BIT_STRING_WHOLE_BYTES = Uint8Array.of(0);

/** Positive and without leading zeros, as DER wants an integer. */
function serialNumber(): Uint8Array {
  const bytes = Uint8Array.from(randomBytes(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return der(0x02, bytes);
}

const pem = (label: string, bytes: Uint8Array): string => {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
};

/**
 * A fresh self-signed ECDSA P-256 certificate for DTLS (X.509 v1, RFC 5280) with no person's name, no address and
 * no date of its own inside: peers pin its hash, nobody reads its fields.
 */
export async function createWireIdentity(): Promise<WireIdentity> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const body = sequence(serialNumber(), ECDSA_WITH_SHA256, NAME, VALIDITY, NAME, spki);
  const signature = sign('sha256', body, privateKey);
  const certificate = sequence(body, ECDSA_WITH_SHA256, der(0x03, BIT_STRING_WHOLE_BYTES, signature));
  return {
    certificatePem: pem('CERTIFICATE', certificate),
    keyPem: pem('PRIVATE KEY', privateKey.export({ type: 'pkcs8', format: 'der' })),
    fingerprint: Uint8Array.from(createHash('sha256').update(certificate).digest()),
  };
}

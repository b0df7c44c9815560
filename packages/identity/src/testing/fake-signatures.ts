import { concat, equalBytes, utf8 } from '../bytes.ts';
import { replaceSignatures, type SignatureScheme } from '../signatures.ts';
import { sodium } from '../sodium.ts';

const tagged = (tag: string, ...parts: readonly Uint8Array[]): Uint8Array => concat(utf8(tag), ...parts);

/**
 * Signatures for simulated groups of hundreds: a hash keyed with the public key. One is good for its key and its
 * payload alone, as a real one is, but whoever knows the public key can make it. So it shows nothing about forgery.
 */
export const FAKE_SIGNATURES: SignatureScheme = {
  keyPair: (seed) => {
    const publicKey = sodium.crypto_generichash(32, tagged('fake public key', seed), null);
    return { publicKey, secretKey: publicKey };
  },
  sign: (payload, secretKey) => sodium.crypto_generichash(64, payload, secretKey),
  verify: (signature, payload, publicKey) =>
    equalBytes(signature, sodium.crypto_generichash(64, payload, publicKey)),
};

/** From here on every ring of this process is made, signs and is checked with {@link FAKE_SIGNATURES}. */
export const useFakeSignatures = (): (() => void) => replaceSignatures(FAKE_SIGNATURES);

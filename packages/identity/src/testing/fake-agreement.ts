import { replaceAgreement, type AgreementScheme } from '../agreement.ts';
import { ownBytes } from '../bytes.ts';
import { sodium } from '../sodium.ts';

/**
 * Agreements for simulated groups of hundreds: a public key is its secret, and what two of them share is their sum
 * without carry. Each pair has a secret of its own, as real pairs have, but whoever sees the public keys can make it.
 * So it shows nothing about who can read what.
 */
export const FAKE_AGREEMENT: AgreementScheme = {
  keyPair: (seed) => {
    const key = sodium.crypto_generichash(32, seed, null);
    return { publicKey: key, secretKey: ownBytes(key) };
  },
  publicOf: (secretKey) => ownBytes(secretKey),
  agree: (secretKey, theirPublic) => {
    if (theirPublic.length !== secretKey.length) throw new RangeError('no key');
    return secretKey.map((byte, i) => byte ^ (theirPublic[i] ?? 0));
  },
};

/** From here on every ring and every handshake of this process agrees by {@link FAKE_AGREEMENT}. */
export const useFakeAgreement = (): (() => void) => replaceAgreement(FAKE_AGREEMENT);

import { sodium } from './sodium.ts';

/** How this process signs: keys of 32 public bytes and signatures of 64, as Ed25519 has them. */
export interface SignatureScheme {
  /** @param seed 32 bytes. */
  keyPair(seed: Uint8Array): { readonly publicKey: Uint8Array; readonly secretKey: Uint8Array };
  sign(payload: Uint8Array, secretKey: Uint8Array): Uint8Array;
  /** Is only asked about a public key of 32 bytes and a signature of 64. */
  verify(signature: Uint8Array, payload: Uint8Array, publicKey: Uint8Array): boolean;
}

export const ED25519: SignatureScheme = {
  keyPair: (seed) => {
    const { publicKey, privateKey } = sodium.crypto_sign_seed_keypair(seed);
    return { publicKey, secretKey: privateKey };
  },
  sign: (payload, secretKey) => sodium.crypto_sign_detached(payload, secretKey),
  verify: (signature, payload, publicKey) =>
    sodium.crypto_sign_verify_detached(signature, payload, publicKey),
};

let scheme = ED25519;

/** Everything in this package that signs or checks goes through here, and nothing else knows the scheme. */
export const signatures: SignatureScheme = {
  keyPair: (seed) => scheme.keyPair(seed),
  sign: (payload, secretKey) => scheme.sign(payload, secretKey),
  verify: (signature, payload, publicKey) =>
    publicKey.length === 32 && signature.length === 64 && scheme.verify(signature, payload, publicKey),
};

/**
 * For simulations alone, which is why only `@fyteclub/identity/testing` passes it on. Rings that exist already keep
 * keys of the scheme they were made under.
 * @returns what puts the former scheme back.
 */
export function replaceSignatures(by: SignatureScheme): () => void {
  const former = scheme;
  scheme = by;
  return () => {
    scheme = former;
  };
}

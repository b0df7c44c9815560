import { sodium } from './sodium.ts';

/** How this process agrees on secrets: keys of 32 bytes, as X25519 has them. */
export interface AgreementScheme {
  /** The lasting pair that belongs to a seed of 32 bytes. */
  keyPair(seed: Uint8Array): { readonly publicKey: Uint8Array; readonly secretKey: Uint8Array };
  /** @param secretKey 32 random bytes. */
  publicOf(secretKey: Uint8Array): Uint8Array;
  /** 32 bytes that both sides compute alike. @throws for a key of another length, or a point of small order. */
  agree(secretKey: Uint8Array, theirPublic: Uint8Array): Uint8Array;
}

export const X25519: AgreementScheme = {
  keyPair: (seed) => {
    const { publicKey, privateKey } = sodium.crypto_box_seed_keypair(seed);
    return { publicKey, secretKey: privateKey };
  },
  publicOf: (secretKey) => sodium.crypto_scalarmult_base(secretKey),
  agree: (secretKey, theirPublic) => sodium.crypto_scalarmult(secretKey, theirPublic),
};

let scheme = X25519;

/** Everything in this package that agrees on a secret goes through here, and nothing else knows the scheme. */
export const agreement: AgreementScheme = {
  keyPair: (seed) => scheme.keyPair(seed),
  publicOf: (secretKey) => scheme.publicOf(secretKey),
  agree: (secretKey, theirPublic) => scheme.agree(secretKey, theirPublic),
};

/**
 * For simulations alone, which is why only `@fyteclub/identity/testing` passes it on. Rings that exist already keep
 * keys of the scheme they were made under.
 * @returns what puts the former scheme back.
 */
export function replaceAgreement(by: AgreementScheme): () => void {
  const former = scheme;
  scheme = by;
  return () => {
    scheme = former;
  };
}

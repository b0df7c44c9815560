import { createPrivateKey, randomBytes } from 'node:crypto';
import type { NodeParts } from '@fyteclub/app';
import { createKeyRing } from '@fyteclub/identity';
import { createWireIdentity } from '@fyteclub/transport';
import type { Recorder } from './recording.ts';

/** What is shorter is a number, not a secret. */
const LEAST_BYTES = 16;

/**
 * The parts of a node that secrets come from, each of which is told as it comes: what is random, the seeds of
 * memberships, what two members share, the keys of epochs, and those of certificates.
 */
export function tellSecrets(
  recorder: Recorder,
): Pick<NodeParts, 'random' | 'createKeyRing' | 'createWireIdentity'> {
  const record = (secret: Uint8Array): void => {
    recorder.record(secret);
  };
  return {
    random: (length) => {
      const drawn = new Uint8Array(randomBytes(length));
      if (length >= LEAST_BYTES) record(drawn);
      return drawn;
    },
    createKeyRing: (seed) => {
      record(seed);
      const ring = createKeyRing(seed);
      return {
        ...ring,
        addEpoch: (epoch, secret) => {
          record(secret);
          ring.addEpoch(epoch, secret);
        },
        pairSecret: (kx, shell) => {
          const shared = ring.pairSecret(kx, shell);
          if (shared.ok) record(shared.value);
          return shared;
        },
      };
    },
    createWireIdentity: async () => {
      const identity = await createWireIdentity();
      // Of what is in the file only this number is secret.
      const { d } = createPrivateKey(identity.keyPem).export({ format: 'jwk' });
      record(Buffer.from(d ?? '', 'base64url'));
      return identity;
    },
  };
}

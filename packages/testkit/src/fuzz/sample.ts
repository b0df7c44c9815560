import { concat, type KeyRing } from '@fyteclub/identity';

/** Something that a decoder takes, for the fuzzer to damage. */
export interface Sample<T> {
  readonly whole: T;
  /** Does to a damaged one what its author could have done: signs it, or keeps it cheap to look at. */
  readonly mend?: (damaged: T) => T;
}

/** A decoder, and what it takes undamaged: so that what is changed a little gets a long way in. */
export interface Target<T> {
  readonly decode: (input: T) => unknown;
  readonly samples: readonly Sample<T>[];
  /** What it takes is authentic to the last byte: of all that comes from a sample it may take only the sample. */
  readonly exact?: boolean;
}

/** Whether a decoder took what it got, in whichever way it says so. */
export const isTaken = (said: unknown): boolean =>
  said !== undefined && !(typeof said === 'object' && said !== null && 'ok' in said && said.ok !== true);

const SIGNATURE = 64;

/** Payload and signature: a hostile member signs whatever it likes. */
export const signed = (whole: Uint8Array, ring: KeyRing): readonly Sample<Uint8Array>[] => [
  { whole },
  {
    whole,
    mend: (damaged) => {
      const payload = damaged.subarray(0, Math.max(0, damaged.length - SIGNATURE));
      return concat(payload, ring.sign(payload));
    },
  },
];

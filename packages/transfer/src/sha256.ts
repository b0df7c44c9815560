import { hash } from 'node:crypto';

/** 32 bytes. The one-shot call: a hash object for each of a million chunks would be work for the collector. */
export const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');

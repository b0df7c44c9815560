import type { Removal } from '../api-types.ts';

/**
 * Whether a vote waits for us: one that we have signed waits for somebody else, and nobody is asked about themselves.
 * @param mine our own ids.
 */
export const waitsFor = ({ state, target, signers }: Removal, mine: ReadonlySet<string>): boolean =>
  state === 'proposed' && ![target, ...signers].some(({ id }) => mine.has(id));

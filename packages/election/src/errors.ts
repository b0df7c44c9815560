import type { StatementProblem } from './signed.ts';

/** Why something that a peer told was left out. */
export type RefusalCode = StatementProblem | 'stale-beacon' | 'too-many-suspicions';

/** A code of this package in words for people. */
export interface Explanation {
  /** One sentence for the person at this node. */
  readonly message: string;
  /** What to do about it. */
  readonly next: string;
}

const NOTHING = 'Nothing to do: it was left out.';

/** Every code of this package in words. A statement is a witness list, a beacon or a suspicion. */
export const ELECTION_ERRORS: Readonly<Record<RefusalCode, Explanation>> = {
  malformed: { message: 'A statement about who is online could not be read.', next: NOTHING },
  'foreign-version': {
    message: 'A statement about who is online was written by another version of FyteClub.',
    next: 'Update FyteClub on both sides.',
  },
  'too-large': { message: 'A statement about who is online was larger than allowed.', next: NOTHING },
  'foreign-shell': {
    message: 'A statement about who is online belonged to another syncshell.',
    next: NOTHING,
  },
  'bad-signature': {
    message: 'The signature of a statement about who is online did not match.',
    next: NOTHING,
  },
  'stale-beacon': {
    message: 'A sign of life was dated more than an hour from this clock.',
    next: 'Check the clock here; if it is right, the member’s clock is wrong, or somebody told an old one again.',
  },
  'too-many-suspicions': {
    message: 'A member says of one friend after the other that it is gone.',
    next: 'If it goes on and they are not gone, consider removing that member.',
  },
};

import type { ListProblem } from './witness.ts';

export interface Explanation {
  /** One sentence for the person at this node. */
  readonly message: string;
  /** What to do about it. */
  readonly next: string;
}

const NOTHING = 'Nothing to do: it was left out.';

/** Every code of this package in words. */
export const ELECTION_ERRORS: Readonly<Record<ListProblem, Explanation>> = {
  malformed: { message: 'A witness list could not be read.', next: NOTHING },
  'foreign-version': {
    message: 'A witness list was written by another version of FyteClub.',
    next: 'Update FyteClub on both sides.',
  },
  'too-large': { message: 'A witness list was larger than allowed.', next: NOTHING },
  'foreign-shell': { message: 'A witness list belonged to another syncshell.', next: NOTHING },
  'bad-signature': { message: 'The signature of a witness list did not match.', next: NOTHING },
};

import type { Refusal } from './authority.rules.ts';
import type { NameProblem } from './name.rules.ts';
import type { OpProblem } from './op-codec.ts';
import type { RecordProblem } from './record.ts';
import type { SignProblem } from './removal.rules.ts';
import type { SealProblem } from './seal.ts';
import type { WelcomeProblem } from './welcome.ts';

/** Every code that this package can hand out: the keys of {@link PHONEBOOK_ERRORS}. */
export type PhonebookCode =
  | OpProblem
  | RecordProblem
  | Refusal
  | SignProblem
  | WelcomeProblem
  | SealProblem
  | NameProblem
  | 'reason-too-long';

/** The words for one code. */
export interface Explanation {
  /** One sentence for the person at this node. */
  readonly message: string;
  /** What to do about it. */
  readonly next: string;
}

const NOTHING = 'Nothing to do: it was left out.';
const NEW_INVITE = 'Ask a member for a new invite.';
const UPDATE = 'Update FyteClub on both sides.';

/** Every code of this package in words. */
export const PHONEBOOK_ERRORS: Readonly<Record<PhonebookCode, Explanation>> = {
  malformed: { message: 'Something in the group’s data could not be read.', next: NOTHING },
  'foreign-version': { message: 'Something was written by another version of FyteClub.', next: UPDATE },
  'too-large': { message: 'Something in the group’s data was larger than allowed.', next: NOTHING },
  'foreign-shell': { message: 'Something belonged to another syncshell.', next: NOTHING },
  'bad-signature': { message: 'A signature did not match.', next: NOTHING },
  'broken-chain': { message: 'An operation did not follow its author’s earlier ones.', next: NOTHING },
  'not-a-member': { message: 'An operation came from somebody who is not a member.', next: NOTHING },
  'wrong-invite-id': { message: 'An invite did not carry its own name.', next: NOTHING },
  'duplicate-invite': { message: 'An invite was issued a second time.', next: NOTHING },
  'unknown-invite': { message: 'Nobody in the group issued this invite.', next: NEW_INVITE },
  'invite-used': { message: 'This invite was used already.', next: NEW_INVITE },
  'invite-revoked': { message: 'This invite was closed.', next: NEW_INVITE },
  'invite-void': { message: 'Whoever issued this invite is no longer a member.', next: NEW_INVITE },
  'bad-proof': { message: 'The joiner could not prove that it holds the invite.', next: NEW_INVITE },
  'bad-consent': { message: 'Somebody was to be admitted with keys it did not agree to.', next: NOTHING },
  'already-a-member': { message: 'Whoever was to be admitted is a member already.', next: 'Nothing to do.' },
  'key-left': {
    message: 'This key left the group, and a key that left never comes back.',
    next: 'Join with a new invite; FyteClub makes a new key.',
  },
  'removes-a-stranger': { message: 'Whoever was to be removed is not a member.', next: 'Nothing to do.' },
  'removes-itself': { message: 'A member tried to remove itself.', next: 'Use leave instead.' },
  'removal-over': {
    message: 'This removal is over: it was carried out, or nothing can come of it.',
    next: 'Nothing to do.',
  },
  'removal-expired': {
    message: 'Nobody seconded this removal within 7 days.',
    next: 'Propose it again.',
  },
  'removal-signed': {
    message: 'You signed this removal already.',
    next: 'Ask another member to sign it.',
  },
  'removal-not-yours': { message: 'Nobody signs a removal of themselves.', next: 'Use leave instead.' },
  'removal-too-late': {
    message:
      'You were not in the group yet when this removal was proposed, so your signature does not count.',
    next: 'Propose it again yourself.',
  },
  'depends-on-refused': { message: 'An operation followed one that does not count.', next: NOTHING },
  'waiting-full': {
    message: 'Too many operations came before what they depend on.',
    next: 'Nothing to do: they will be asked for again.',
  },
  'welcome-malformed': { message: 'The host’s history of the group could not be read.', next: NEW_INVITE },
  'welcome-wrong-genesis': {
    message: 'The host belongs to another group than the code speaks of.',
    next: 'Do not try again with this code; ask whoever sent it.',
  },
  'welcome-other-rules': {
    message: 'The group was founded under rules that this FyteClub does not know.',
    next: 'Update FyteClub; if it is the newest already, ask whoever sent the code.',
  },
  'welcome-issuer-not-a-member': {
    message: 'Whoever issued this code is not a member of the group.',
    next: NEW_INVITE,
  },
  'welcome-without-me': { message: 'The host let us in but did not enter us.', next: NEW_INVITE },
  'unknown-epoch': {
    message: 'The group’s key of that time is not here.',
    next: 'Connect to any member; it hands over the current key.',
  },
  'not-authentic': { message: 'Sealed data was changed or belongs to somebody else.', next: NOTHING },
  'name-empty': { message: 'The name has nothing that can be seen.', next: 'Choose another name.' },
  'reason-too-long': { message: 'The reason is too long.', next: 'Give one of at most 64 characters.' },
  'name-too-long': { message: 'The name is too long.', next: 'Choose one of at most 32 characters.' },
};

import type { BackupProblem } from './backup.ts';
import type { CodeProblemCode } from './code-reader.ts';
import type { DenialCode } from './handshake-side.ts';
import type { LockProblem } from './locked-keys.ts';
import type { RenewalProblem } from './renewal.ts';

/** Why a join or a connection ended, when it was neither the handshake nor a code. */
export type EndCode =
  | 'handshake-timeout'
  | 'admission-timeout'
  | 'welcome-timeout'
  | 'sync-timeout'
  | 'channel-lost'
  | 'join-cancelled';

/** Every code that this package can hand out: the keys of {@link IDENTITY_ERRORS}. */
export type IdentityErrorCode =
  CodeProblemCode | DenialCode | EndCode | RenewalProblem | BackupProblem | LockProblem;

/** The words for one code. */
export interface ErrorWords {
  /** What happened: one sentence for us. */
  readonly message: string;
  /** What to do about it. */
  readonly next: string;
  /** What the other side is told. Absent where there is no other side, or nothing is said to it. */
  readonly toPeer?: string;
}

/** Said to everybody who has not proven to hold an invite: strangers, removed and expired members alike. */
const DENIED_TO_PEER = 'You were not let in.';
const denied = (message: string, next: string): ErrorWords => ({ message, next, toPeer: DENIED_TO_PEER });
const NEW_INVITE = 'Ask the host for a new invite.';
const COPY_AGAIN = 'Copy the whole code again and paste it once.';
const UPDATE = 'Update FyteClub on both sides, then try again.';
const WATCH = 'Nothing to do; if it goes on, somebody is trying to get in.';
const OTHER_COPY = 'Use another copy of the backup.';
const FROM_BACKUP = 'Put back a copy of keys.locked, or restore a backup into another --home.';
const RETRY = 'FyteClub tries again by itself.';

/** Words for every code that this package can hand out. */
export const IDENTITY_ERRORS: Readonly<Record<IdentityErrorCode, ErrorWords>> = {
  'code-empty': { message: 'There is no code in what was pasted.', next: 'Copy the code and paste it.' },
  'code-garbage': { message: 'This is not a FyteClub code.', next: COPY_AGAIN },
  'code-typo': { message: 'The code has a wrong character.', next: COPY_AGAIN },
  'code-cut-off': { message: 'A part of the code is missing.', next: COPY_AGAIN },
  'code-too-long': { message: 'There is more than one code here.', next: COPY_AGAIN },
  'code-foreign-version': { message: 'The code was made by a different version of FyteClub.', next: UPDATE },
  'code-is-a-reply': {
    message: 'This is a reply, not an invite.',
    next: 'The host pastes it with `npx fyteclub reply`.',
  },
  'code-is-an-invite': {
    message: 'This is an invite, not a reply.',
    next: 'Whoever wants to join pastes it with `npx fyteclub join`.',
  },
  'reply-not-ours': {
    message: 'The reply belongs to no open invite of this node.',
    next: 'Paste it where the invite was made, or make a new invite.',
  },

  denied: {
    message: 'The other side did not let us in and does not say why.',
    next: 'Ask a member whether you are still in the group; if so, ask for a new invite.',
  },
  'malformed-frame': denied('The other side sent something that is no handshake.', UPDATE),
  'foreign-version': denied('The other side speaks a different version of the handshake.', UPDATE),
  'wrong-shell': denied('Somebody knocked for a different group.', WATCH),
  'bad-key': denied('The other side sent a worthless key.', WATCH),
  'not-authentic': denied(
    'The connection does not end where it seems to: somebody may be in between.',
    WATCH,
  ),
  'bad-signature': denied('The other side could not prove who it says it is.', WATCH),
  'challenge-expired': denied('The other side took over a minute to answer.', RETRY),
  'unexpected-peer': denied('A different member answered than the one we called.', RETRY),
  'own-key': denied(
    'Our own identity answered: a second copy of it is running, perhaps from a backup.',
    'Keep one copy running and stop the other.',
  ),
  'invite-unknown': denied('Somebody came with an invite that this group does not know.', WATCH),
  'invite-bad-proof': denied('Somebody named an invite without holding it.', WATCH),
  'invite-wrong-issuer': denied(
    'The code names somebody else as its maker than the group does.',
    'Ask the host for the code itself, not for a copy that went through others.',
  ),
  'invite-used': {
    message: 'This invite has let somebody in already.',
    next: NEW_INVITE,
    toPeer: 'This invite was used.',
  },
  'invite-expired': {
    message: 'This invite has run out.',
    next: NEW_INVITE,
    toPeer: 'This invite has run out.',
  },
  'invite-revoked': {
    message: 'This invite was taken back.',
    next: NEW_INVITE,
    toPeer: 'This invite was taken back.',
  },
  'invite-void': {
    message: 'Whoever made this invite is no longer in the group.',
    next: NEW_INVITE,
    toPeer: 'This invite no longer counts.',
  },
  'password-needed': {
    message: 'This group asks for its password.',
    next: 'Ask the host for it, then join again with the same invite.',
    toPeer: 'This group asks for its password.',
  },
  'password-wrong': {
    message: 'The password is wrong.',
    next: 'Try again; after three wrong passwords the invite is taken back.',
    toPeer: 'The password is wrong.',
  },
  'password-unneeded': {
    message: 'This group has no password.',
    next: 'Join again without one; if you were told one, ask the host whether it was taken away.',
    toPeer: 'This group has no password.',
  },
  'password-unconfirmed': denied(
    'The other side let us in without showing that it knows the password.',
    'Ask the host for a new invite, over a channel you trust.',
  ),
  'token-malformed': denied('The token shown is no token.', UPDATE),
  'token-foreign-version': denied('The token shown is of a different version.', UPDATE),
  'token-bad-signature': denied('The token shown was tampered with.', WATCH),
  'token-wrong-shell': denied('The token shown is for a different group.', WATCH),
  'token-wrong-key': denied('The token shown names a different key than the group knows.', WATCH),
  'token-unknown-issuer': denied('The token shown was issued by somebody who was never a member.', WATCH),
  'token-removed-issuer': denied(
    'The token shown was issued by somebody who has been removed.',
    'Another member renews it while an older one counts; after that the member needs a new invite.',
  ),
  'token-self-issued': denied(
    'The token shown was issued by its own holder, who was not alone in the group.',
    'The member needs a new invite.',
  ),
  'token-not-for-us': {
    message: 'A peer sent a token that is not its own to give, or not for us.',
    next: WATCH,
  },
  'token-too-long': denied('The token shown claims a longer life than tokens have.', WATCH),
  'token-not-yet-valid': denied('The token shown is dated in the future.', 'Check the clocks on both sides.'),
  'token-expired': denied('The token shown has run out.', 'The member needs a new invite.'),
  'not-a-member': denied('The other side is not in the group.', 'Invite the person if you want them in.'),
  removed: denied('The other side has been removed from the group.', 'Nothing to do: it stays out.'),

  'handshake-timeout': { message: 'The other side did not finish the handshake in time.', next: RETRY },
  'admission-timeout': { message: 'The admission could not be stored in time.', next: RETRY },
  'welcome-timeout': {
    message: 'The group let us in but sent nothing more.',
    next: 'Paste the same invite again.',
  },
  'sync-timeout': { message: 'The other side did not finish comparing phonebooks.', next: RETRY },
  'channel-lost': { message: 'The connection broke.', next: RETRY },
  'join-cancelled': { message: 'The join was cancelled.', next: 'Paste the invite again to join after all.' },

  'wrong-passphrase': {
    message: 'The passphrase is wrong, or the beginning of the file was changed.',
    next: 'Type it again. Nobody can open the file without it.',
  },
  'not-a-backup': {
    message: 'This file is not a FyteClub backup.',
    next: 'Choose the file that `npx fyteclub backup` wrote.',
  },
  'backup-newer': {
    message: 'The backup was written by a newer FyteClub.',
    next: 'Update FyteClub, then try again.',
  },
  'backup-too-large': {
    message: 'This file is larger than any backup.',
    next: 'Choose the file that `npx fyteclub backup` wrote.',
  },
  'backup-too-demanding': {
    message: 'Opening this file would take more memory or time than a backup may ask for.',
    next: OTHER_COPY,
  },
  'backup-cut-short': { message: 'The end of the backup is missing.', next: OTHER_COPY },
  'backup-damaged': {
    message: 'The backup is damaged or incomplete; nothing of it was used.',
    next: OTHER_COPY,
  },
  'not-locked-keys': {
    message: 'The file that should hold the locked keys holds something else.',
    next: FROM_BACKUP,
  },
  'locked-keys-newer': {
    message: 'The keys were locked by a newer FyteClub.',
    next: 'Update FyteClub, then try again.',
  },
  'locked-keys-damaged': { message: 'The locked keys are damaged.', next: FROM_BACKUP },
  'locked-keys-too-demanding': {
    message: 'Unlocking the keys would take more memory or time than it may.',
    next: FROM_BACKUP,
  },
};

import type { TransferCode } from './codes.rules.ts';

/** The words for one code. */
export interface ErrorWords {
  /** What happened: one sentence for us. */
  readonly message: string;
  /** What to do about it. */
  readonly next: string;
}

const words = (message: string, next: string): ErrorWords => ({ message, next });

const AGAIN = 'FyteClub tries again by itself.';
const RENAME = 'Rename it and share the mod again; of a mod of somebody else’s, its owner can.';
const UPDATE = 'Update FyteClub on both sides, then try again.';
const WATCH =
  'FyteClub fetches it anew. If it goes on, ask the sender to update, or pause them with "npx fyteclub pause".';
const IN_CLOSER = 'Stand within 50 metres of each other.';
const OWNER_SHARES_AGAIN = 'Ask the owner to share the mod again.';

/** Words for every code that this package can hand out. */
export const TRANSFER_ERRORS: Readonly<Record<TransferCode, ErrorWords>> = {
  'channel-lost': words('The connection was lost.', AGAIN),
  aborted: words('The transfer was stopped.', AGAIN),
  'no-answer': words('The other side did not answer.', AGAIN),
  'no-bulk': words('No connection for the mod’s bytes came up.', AGAIN),
  stalled: words('Nothing arrived for half a minute.', AGAIN),
  'out-of-range': words('You do not see each other within 50 metres.', IN_CLOSER),
  'not-shared': words('The other side does not share this mod now.', AGAIN),
  busy: words('The other side is busy.', AGAIN),
  paused: words('The other side has paused sharing with you.', 'Ask them to resume it.'),
  queued: words('It waits its turn.', 'In gaming mode two transfers run at a time; it begins by itself.'),
  'too-big': words('It is bigger than you take unasked.', 'Let it through with "npx fyteclub release".'),
  user: words('You paused this.', 'Go on with "npx fyteclub resume".'),
  stale: words(
    'The mod was changed while it was being shared.',
    'The new version is offered as soon as its owner has scanned it.',
  ),
  'disk-full': words('The disk is full.', 'Make room; FyteClub goes on where it stopped.'),
  'disk-error': words(
    'The disk or the folder could not be written.',
    'Check the folder’s permissions and the disk.',
  ),
  'changed-on-disk': words('A file was changed by another program before it was in place.', AGAIN),
  'folder-in-use': words(
    'The old version’s folder is in use by another program.',
    'Close the game or whatever has it open; FyteClub tries again by itself.',
  ),
  withdrawn: words('Its owner no longer shares this mod.', 'Nothing to do.'),
  'member-removed': words(
    'Its owner is no longer in the group.',
    'Nothing to do; what you received stays with you.',
  ),

  'bad-frame': words('A part arrived damaged, repeated or out of order.', WATCH),
  'bad-message': words('The other side sent something that has no place in a transfer.', WATCH),
  'bad-chunk': words('A part of the mod did not have the promised content.', WATCH),
  'unknown-chunk': words('The other side sent a part that the mod does not have.', WATCH),
  'unwanted-chunk': words('The other side sent a part that was not asked for.', WATCH),
  oversize: words('The other side sent more than was agreed.', WATCH),
  truncated: words('The other side ended before everything had come.', WATCH),

  'offer-mismatch': words('The mod is not what was offered: name, size or count differ.', OWNER_SHARES_AGAIN),
  'manifest-malformed': words('The mod’s table of contents cannot be read.', OWNER_SHARES_AGAIN),
  'manifest-foreign-version': words('The mod was described by a different version of FyteClub.', UPDATE),
  'manifest-forged': words('The mod’s table of contents is not signed by its owner.', WATCH),
  'manifest-wrong-mod': words('The other side described another mod than the one asked for.', WATCH),
  'manifest-wrong-shell': words('The mod was shared in another group.', WATCH),
  'manifest-too-large': words('The mod has too many parts to describe.', 'Share it in several smaller mods.'),
  'name-invalid': words('The mod’s name cannot be a folder’s name everywhere.', 'Choose another name.'),
  'path-empty': words('A file or folder of the mod has an empty name.', RENAME),
  'path-too-long': words('A path in the mod is longer than 240 bytes.', RENAME),
  'path-absolute': words('A path in the mod begins at the root of a disk.', RENAME),
  'path-parent': words('A path in the mod leads out of its folder.', RENAME),
  'path-drive': words('A path in the mod names a drive.', RENAME),
  'path-reserved': words('A path in the mod has a character that Windows does not allow.', RENAME),
  'path-device': words('A path in the mod has the name of a Windows device.', RENAME),
  'path-trailing': words('A path in the mod ends in a dot or a space.', RENAME),
  'path-control': words('A path in the mod has an invisible control character.', RENAME),
  'path-not-text': words('A path in the mod is no readable text.', RENAME),
  'path-collision': words('Two paths in the mod are the same on Windows.', RENAME),
  'too-many-files': words(
    'The mod has more than 100,000 files and folders.',
    'Share it in several smaller mods.',
  ),
  'too-large': words('The mod is larger than 64 GiB.', 'Share it in several smaller mods.'),
  'not-sorted': words('The mod’s table of contents is out of order.', UPDATE),
  'chunks-invalid': words('The mod’s table of contents contradicts itself.', UPDATE),
};

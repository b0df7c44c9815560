import type { TransferCode } from '@fyteclub/transfer';
import { TRANSFER_ERRORS, type ErrorWords } from '@fyteclub/transfer/errors';
import type { ShareProblem } from './share.ts';

/** Why a mod does not move, or a folder is not shared. */
export type Reason = ShareProblem['code'] | TransferCode;

/** Words for everything that can keep a mod from moving or a folder from being shared. */
export const SHARE_ERRORS: Readonly<Record<Reason, ErrorWords>> = {
  ...TRANSFER_ERRORS,
  'path-missing': {
    message: 'There is nothing at this path.',
    next: 'Check the path, then share it again.',
  },
  'path-private': {
    message: 'FyteClub keeps its own files there, your keys among them.',
    next: 'Share the folder of one mod, not one that holds everything.',
  },
  'path-unreadable': {
    message: 'A file or folder cannot be read.',
    next: 'Check its permissions, then share it again.',
  },
  'path-link': {
    message: 'The mod has a link in it, and a link can lead out of its folder.',
    next: 'Put the file itself in its place, then share it again.',
  },
  'path-special': {
    message: 'The mod has something in it that is neither a file nor a folder.',
    next: 'Move it out of the folder, then share it again.',
  },
  'folder-busy': {
    message: 'A file keeps changing while it is read.',
    next: 'Wait until the other program is done, then share it again.',
  },
};

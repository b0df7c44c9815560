/**
 * Doubles of what a node keeps, for whole groups in one process.
 *
 * @packageDocumentation
 */
export { DiskImage, type CommitSide, type Mount } from './disk-image.ts';
export { diskOfMember, diskWithBook, type LeftBook } from './left-behind.ts';
export { memoryDisk } from './memory-disk.ts';
export { defaultConfigText } from '../config/config.ts';
export { parseHanded, parseHistory, parseRenewal, parseWelcome } from '../shell/membership.messages.ts';
export { runCli } from '../cli/run.ts';
export { openApi } from '../api/openapi.ts';
export { verbs } from '../api/verbs.ts';
export { nodeEvent } from '../shown/index.ts';

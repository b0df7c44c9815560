/** What verbs do themselves instead of asking a node. It takes as long to load as a node, so that it comes when needed. */
export { createKeyRing, decodeInvite, unlockKeys } from '@fyteclub/identity';
export { serveControlSocket } from '../api/control-door.ts';
export { freeBytes, isPortFree, lookAtKeys, lookAtNetwork } from '../doctor/look.ts';
export { systemDisk } from '../node/disk.ts';
export { secureRandom } from '../node/parts.ts';
export { setPassphrase } from '../node/passphrase.ts';
export { checkBackup, restore } from '../node/restore.ts';
export { unlockWith } from '../store/unlocking.ts';

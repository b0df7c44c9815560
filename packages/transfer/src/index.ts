/**
 * Mod bytes: content-defined chunks, signed manifests, sealed frames, the two pumps that move them and the session
 * that decides when.
 *
 * @packageDocumentation
 */
export { CHUNK_AVERAGE, CHUNK_MAX, CHUNK_MIN, chunkLength } from './chunk.rules.ts';
export { chunkPlace, chunkTotal, createChunkMap, type ChunkMap, type ChunkPlace } from './chunk-map.rules.ts';
export { chunkCount, chunkHash, chunkSize, ROW_BYTES, writeChunk } from './chunk-table.rules.ts';
export { clearBit, countBits, createBitmap, hasBit, setBit } from './bitmap.rules.ts';
export {
  type EndCode,
  type InstallCode,
  type LossCode,
  type ManifestCode,
  type PumpCode,
  type TransferCode,
  type WaitCode,
} from './codes.rules.ts';
export { TRANSFER_ERRORS, type ErrorWords } from './errors.ts';
export { createInbound, type InboundOptions } from './inbound.ts';
export {
  openManifest,
  readManifest,
  signManifest,
  type CheckedManifest,
  MANIFEST_MAX_BYTES,
  type Manifest,
  type ManifestExpectation,
  type ManifestProblem,
} from './manifest.ts';
export {
  byPath,
  MANIFEST_MAX_FILES,
  MANIFEST_MAX_SIZE,
  nameProblem,
  treeProblem,
  type ManifestEntry,
  type ModTree,
  type TreeProblem,
  type TreeProblemCode,
} from './manifest.rules.ts';
export {
  modBytes,
  modHash,
  OFFERS_MAX,
  parseTransferMessage,
  transferId,
  type AcceptMessage,
  type ModHash,
  type ModOffer,
  type OffersMessage,
  type Refusal,
  type RefuseMessage,
  type RequestMessage,
  type SightMessage,
  type TransferMessage,
} from './messages.ts';
export { createOutbound, type OutboundOptions } from './outbound.ts';
export { foldPath, PATH_MAX_BYTES, pathProblem, type PathProblem } from './path.rules.ts';
export {
  type BulkPort,
  type InboundStore,
  type OutboundSource,
  type Pace,
  type Progress,
  type Pump,
  type PumpEnd,
  type StoreProblem,
  type Work,
} from './ports.ts';
export { isMutual, NO_SIGHT, seesInRange, START_METRES, STOP_METRES, type Sight } from './range.rules.ts';
export { createTransferSeal, type OpenedFrame, type TransferBinding, type TransferSeal } from './seal.ts';
export { sha256 } from './sha256.ts';
export { transferSessionMachine } from './transfer-session.machine.ts';
export {
  type TransferSessionContext,
  type TransferSessionEmitted,
  type TransferSessionEvent,
  type TransferSessionInput,
} from './transfer-session.types.ts';
export { transferStatus, type TransferState, type TransferStatus } from './transfer-status.ts';
export { WriteBehind } from './write-behind.ts';

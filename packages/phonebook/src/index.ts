/**
 * Who is in: a graph of signed operations and the one pure function that reads a roster from it, the presence
 * records of the members, and the exchange that keeps both the same at every member.
 *
 * @packageDocumentation
 */
export { aloneUntil, saidBeforeRemoval, type Dated } from './acknowledged.rules.ts';
export { authorOp, createGenesis, signRemoval } from './author.ts';
export type { Refusal } from './authority.rules.ts';
export {
  dialHint,
  emptyBook,
  mergeRecords,
  nextSequence,
  presenceOf,
  type Book,
  type Merge,
  type Presence,
} from './book.rules.ts';
export { epochMachine } from './epoch.machine.ts';
export type { EpochContext, EpochEmitted, EpochEvent } from './epoch.machine.ts';
export { boxOf, commitmentOf, rotationFor } from './epoch.rules.ts';
export { PHONEBOOK_ERRORS, type Explanation, type PhonebookCode } from './errors.ts';
export type { Flag } from './flags.rules.ts';
export { addOps, type Addition, type Refused } from './graph.rules.ts';
export { emptyGraph, type OpGraph } from './op-graph.ts';
export { packMessage, parseMessage } from './messages.ts';
export type {
  PhonebookDigest,
  PhonebookMessage,
  PhonebookOps,
  PhonebookRecords,
  RecordMark,
} from './messages.ts';
export {
  checkName,
  checkReason,
  displayName,
  displayReason,
  NAME_BYTES,
  NAME_CHARACTERS,
  type NameProblem,
} from './name.rules.ts';
export { decodeOp, encodeOp, MAX_OP_BYTES, MAX_ROTATE_BYTES, opKey, type OpProblem } from './op-codec.ts';
export { MAX_MEMBERS } from './op-layouts.ts';
export { DEFAULT_POLICY, NO_OP } from './op.ts';
export type {
  AdmitBody,
  CheckedOp,
  GenesisBody,
  GenesisOp,
  Header,
  InviteBody,
  LeaveBody,
  MemberOp,
  Op,
  OpBody,
  OpOf,
  OpSignature,
  PasswordBody,
  Policy,
  RemoveBody,
  RevokeBody,
  RotateBody,
  SignedOp,
} from './op.ts';
export { phonebookMachine } from './phonebook.machine.ts';
export type {
  Peer,
  PhonebookContext,
  PhonebookEmitted,
  PhonebookEvent,
  PhonebookInput,
  RefusedItem,
} from './phonebook.events.ts';
export { checkRecord, CLOCK_AHEAD_MS, RECORD_LIFE_MS, signRecord } from './record.ts';
export type { CheckedRecord, PresenceRecord, RecordProblem } from './record.ts';
export { removalMachine } from './removal.machine.ts';
export type {
  RemovalContext,
  RemovalEmitted,
  RemovalEvent,
  RemovalInput,
  RemovalState,
} from './removal.machine.ts';
export { broughtBy, PROPOSAL_LIFE_MS, signProblem, type Removal, type SignProblem } from './removal.rules.ts';
export { resolve, type InviteRecord, type InviteState, type Member, type Roster } from './resolve.rules.ts';
export { openBook, openMessage, sealBook, sealMessage, type SealProblem } from './seal.ts';
export { answerDigest, digestOf, type Standing } from './sync.rules.ts';
export { provesRemoval, tombstonesOf } from './tombstone.ts';
export { checkWelcome, type WelcomeProblem } from './welcome.ts';

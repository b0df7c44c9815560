/**
 * Who is online and who hosts: signs of life, witnessed uptimes, and the one pure function that names a host from
 * them.
 *
 * @packageDocumentation
 */
export { checkBeacon, signBeacon, type Beacon, type CheckedBeacon } from './beacon.ts';
export { electionMachine } from './election.machine.ts';
export type {
  ElectionContext,
  ElectionEmitted,
  ElectionEvent,
  ElectionInput,
  ElectionView,
} from './election.events.ts';
export { ELECTION_ERRORS, type Explanation, type RefusalCode } from './errors.ts';
export { BUCKET_MS, chooseHost, witnessedStarts, type Candidates } from './host.rules.ts';
export { mergeLists, type Lists } from './lists.rules.ts';
export type { Life, Lives, Standing } from './lives.rules.ts';
export type {
  ElectionAck,
  ElectionDigest,
  ElectionGossip,
  ElectionMessage,
  ElectionPing,
  ElectionPong,
  ElectionProbe,
} from './messages.ts';
export { parseMessage } from './parse.ts';
export type { Checked, StatementProblem } from './signed.ts';
export { signStatement, type Signing, type Statement } from './statement.ts';
export { checkSuspicion, signSuspicion, type CheckedSuspicion, type Suspicion } from './suspicion.ts';
export { isOnline, onlineMembers, onlineRuns, startsOf } from './view.rules.ts';
export { checkList, MAX_ENTRIES, signList } from './witness.ts';
export type { CheckedList, WitnessEntry, WitnessList } from './witness.ts';

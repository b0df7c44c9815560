/**
 * Who hosts: witnessed uptimes, and the one pure function that names a host from them.
 *
 * @packageDocumentation
 */
export { electionMachine } from './election.machine.ts';
export type { ElectionContext, ElectionEmitted, ElectionEvent, ElectionInput } from './election.events.ts';
export { ELECTION_ERRORS, type Explanation } from './errors.ts';
export { BUCKET_MS, chooseHost, witnessedStart, type Candidates } from './host.rules.ts';
export { mergeLists, type Lists } from './lists.rules.ts';
export { parseMessage, type ElectionMessage, type ElectionResign, type ElectionWitness } from './messages.ts';
export { checkList, MAX_ENTRIES, signList } from './witness.ts';
export type { CheckedList, ListProblem, WitnessEntry, WitnessList } from './witness.ts';

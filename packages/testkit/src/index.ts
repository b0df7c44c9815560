/**
 * The wind tunnel: mods to share, real node processes to share them with, and what tests ask of both.
 *
 * @packageDocumentation
 */
export { compareFolders, type Difference } from './corpus/compare-folders.ts';
export { generateMod, oneLook, raid, tinyStorm, type ModSize, type ModSpec } from './corpus/mod-corpus.ts';
export { mutateMod, type Mutation } from './corpus/mutate-mod.ts';
export { seededRandom, type SeededRandom } from './corpus/seeded-random.ts';
export type * as answers from './processes/answers.ts';
export {
  castOf,
  formSyncshell,
  inviteFrom,
  untilAllOnline,
  untilOneHost,
  type CastMember,
} from './processes/cast.ts';
export {
  cli,
  startVerb,
  type CliOptions,
  type CliResult,
  type Line,
  type RunningVerb,
} from './processes/cli.ts';
export { makeFolder } from './processes/homes.ts';
export {
  startNode,
  type NodeEvent,
  type NodeProcess,
  type ProcessEnd,
  type StartOptions,
} from './processes/node-process.ts';
export { endNodes } from './processes/remembered.ts';
export { until, type UntilOptions } from './processes/until.ts';
export { createRecorder, readRecordings, type Recorder } from './recording.ts';
export type { UnderTest } from './under-test-options.ts';

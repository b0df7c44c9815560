/**
 * The wind tunnel: mods to share, real node processes to share them with, and what tests ask of both.
 *
 * @packageDocumentation
 */
export { compareFolders, type Difference } from './corpus/compare-folders.ts';
export { generateMod, oneLook, raid, tinyStorm, type ModSize, type ModSpec } from './corpus/mod-corpus.ts';
export { mutateMod, type Mutation } from './corpus/mutate-mod.ts';
export { seededRandom, type SeededRandom } from './corpus/seeded-random.ts';

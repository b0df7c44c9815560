/**
 * What is switched off, and who has to notice.
 *
 * @typedef {object} Mutant
 * @property {number} property the one that is attacked: a test whose title begins with its number must go red
 * @property {string} what in a few words, for the log
 * @property {string} project Jest's name of the package
 * @property {[file: string, from: string, to: string][]} changes
 * @property {string[]} tests
 */

/** @returns how to make a {@link Mutant} of a package, whose files are named as they stand in its `src`. */
export function mutantOf(project) {
  const path = (name) => `packages/${project}/src/${name}`;
  return (property, what, changes, ...tests) => ({
    property,
    what,
    project,
    changes: changes.map(([file, from, to]) => [path(file), from, to]),
    tests: tests.map(path),
  });
}

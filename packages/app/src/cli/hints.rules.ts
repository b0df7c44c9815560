const CALL = /npx fyteclub ([a-z]+)/g;

/** A name as every shell takes it for one word. */
const word = (name: string): string => (/^[\w-]+$/.test(name) ? name : `"${name}"`);

/**
 * What a text tells to run, so that it can be typed as it stands where there are several syncshells.
 * @param verbs those that take `--shell`
 * @param shell which one is meant; undefined where there is no other
 */
export const inShell = (text: string, verbs: ReadonlySet<string>, shell: string | undefined): string =>
  shell === undefined
    ? text
    : text.replace(CALL, (call, verb: string) => (verbs.has(verb) ? `${call} --shell ${word(shell)}` : call));

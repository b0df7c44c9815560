/** What a README tells its readers to run: lines of `sh` blocks, and code between backticks that is a command. */
const BLOCK = /^```sh\n([^]*?)^```$/gm;
const SPAN = /`((?:npm|npx|node|source) [^`]+)`/g;

/** Every command once, without comments; what `&&` joins is two. */
export function commandsIn(readme: string): readonly string[] {
  const blocks = [...readme.matchAll(BLOCK)].flatMap(([, block = '']) => block.trim().split('\n'));
  const spans = [...readme.replace(BLOCK, '').matchAll(SPAN)].map(([, span = '']) => span);
  const whole = [...blocks, ...spans].flatMap((line) => line.replace(/\s+#.*$/, '').split(' && '));
  return [...new Set(whole.map((command) => command.trim()))].filter((command) => command !== '');
}

/** The words of a command as a shell would take them apart: quotes join, and `~` is the home. */
export function wordsOf(command: string, home: string): readonly string[] {
  const words = command.match(/(?:[^\s"]|"[^"]*")+/g) ?? [];
  return words.map((word) => word.replaceAll('"', '').replace(/^~(?=\/|$)/, home));
}

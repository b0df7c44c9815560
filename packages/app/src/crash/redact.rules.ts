/** What may name a person, a machine or a key, in texts that this program did not write itself; the first that fits. */
const TELLING: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [^-]+-----[^]*?(?:-----END [^-]+-----|$)/g, '<pem>'],
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s'")]+/gi, '<address>'],
  [/"(?:[^"\\\n]|\\.)*"|“[^”\n]*”|'(?:[^'\\\n]|\\.)*'|`[^`\n]*`/g, '<text>'],
  [/\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b/g, '<address>'],
  [/(?<![\w:])(?=[0-9a-f:]*:[0-9a-f:]*:)[0-9a-f:]{2,39}(?:%\w+)?(?![\w:])/gi, '<address>'],
  // Only from its beginning: a slash in the middle may be one of base64, of which nothing is to stay.
  [/(?<![\w+/=.-])(?:[A-Za-z]:)?(?:[\\/]+[^\s\\/:*?"<>|,;()]+){2,}[\\/]*/g, '<path>'],
  [/\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/g, '<address>'],
  // Ids, keys, tokens and codes, in hex, base58 or base64.
  [/[A-Za-z0-9+/_-]{16,}={0,2}/g, '<id>'],
];

/** The sentence without anybody's names, ids, addresses and paths; what is in quotation marks is somebody's. */
export const redact = (text: string): string =>
  TELLING.reduce((told, [pattern, word]) => told.replace(pattern, word), text);

const OWN = /(?:packages|node_modules)[\\/](?!.*(?:packages|node_modules)[\\/]).*$/;

/**
 * Where in the program an error came from, one line a call: functions and files of the program alone, whatever the
 * folder it lies in is called.
 */
export function redactStack(stack: string): readonly string[] {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => {
      const call = /^\s+at (?:(.*) \()?([^()]*?)\)?$/.exec(line);
      const [name, place] = [call?.[1] ?? '', call?.[2] ?? ''];
      const own =
        OWN.exec(place)?.[0].replaceAll('\\', '/') ?? (place.startsWith('node:') ? place : '<path>');
      return name === '' ? own : `${/^[\w.#$<>[\] ]+$/.test(name) ? name : '<text>'} (${own})`;
    });
}

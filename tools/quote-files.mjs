/**
 * Puts pieces of files that tests run into the pages that show them, so that no example on a page goes stale: between
 * `<!-- quote: PATH -->` or `<!-- quote: PATH | FIRST | LAST -->` and `<!-- /quote -->`. FIRST and LAST are parts of
 * the first and the last line (with `^` how it begins); without them it is the whole file. With `--check` it changes nothing and fails where a
 * page differs.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { isMain, report, repository } from './tool.mjs';

const PLACE = /^<!-- quote: ([^|\n]+?)(?: \| (.+?) \| (.+?))? -->$[^]*?^<!-- \/quote -->$/gm;

/** The lines of a text from the one that holds `first` to the next that holds `last`, moved to the left. */
export function linesBetween(text, first, last) {
  const lines = text.trimEnd().split('\n');
  if (first === undefined) return lines.join('\n');
  const start = lines.findIndex((line) => line.includes(first));
  const ends = (line) => (last.startsWith('^') ? line.startsWith(last.slice(1)) : line.includes(last));
  const end = lines.findIndex((line, i) => i >= start && ends(line));
  if (start < 0 || end < 0) throw new Error(`there are no lines from "${first}" to "${last}"`);
  const piece = lines.slice(start, end + 1);
  const indent = Math.min(...piece.filter((line) => line !== '').map((line) => line.search(/\S/)));
  return piece.map((line) => line.slice(indent)).join('\n');
}

/** The page with every quotation as it is in its file now. @param read answers a file's text. */
export const quote = (page, read) =>
  page.replace(PLACE, (_, path, first, last) => {
    const head = `<!-- quote: ${path}${first === undefined ? '' : ` | ${first} | ${last}`} -->`;
    const language = path.split('.').at(-1);
    return `${head}\n\n\`\`\`${language}\n${linesBetween(read(path), first, last)}\n\`\`\`\n\n<!-- /quote -->`;
  });

/** The pages of the project: its README, its docs, and the READMEs of packages and tools. */
function pagesOf(root) {
  const docs = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
  const packages = readdirSync(join(root, 'packages'));
  return [
    'README.md',
    ...docs.map((name) => `docs/${name}`),
    ...packages.map((name) => `packages/${name}/README.md`),
    'tools/README.md',
  ]
    .map((path) => join(root, path))
    .filter(existsSync);
}

if (isMain(import.meta)) {
  const root = repository();
  const stale = [];
  for (const page of pagesOf(root)) {
    const before = readFileSync(page, 'utf8');
    const quoted = quote(before, (path) => readFileSync(join(root, path), 'utf8'));
    if (quoted === before) continue;
    const after = await format(quoted, { ...(await resolveConfig(page)), parser: 'markdown' });
    if (after === before) continue;
    stale.push(`${relative(root, page)}: an example is stale; run node tools/quote-files.mjs`);
    if (!process.argv.includes('--check')) writeFileSync(page, after);
  }
  if (process.argv.includes('--check')) report(stale);
}

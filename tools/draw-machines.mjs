/**
 * Writes the picture of every machine that a package exports into that package's README, between
 * `<!-- machine: NAME -->` and `<!-- /machine -->`. With `--check` it changes nothing and fails when a picture
 * is missing, stale or of no machine. Reads what `npm run build` has made.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { drawMachine } from './mermaid.mjs';
import { isMain, report, repository } from './tool.mjs';

const PLACE = /^<!-- machine: (\S+) -->$([^]*?)^<!-- \/machine -->$/gm;
const OPENING = /^<!-- machine: /gm;

const isMachine = (value) =>
  typeof value === 'object' &&
  value !== null &&
  'root' in value &&
  typeof value.getInitialSnapshot === 'function';

/**
 * A README with every picture in its place.
 *
 * @param machines by the name under which the package exports them; a place may also name a machine's id.
 */
export function placePictures(readme, machines) {
  const problems = [];
  const drawn = new Set();
  const text = readme.replaceAll(PLACE, (whole, name) => {
    const found = Object.entries(machines).find(([exported, { id }]) => exported === name || id === name);
    if (!found) {
      problems.push(`there is a place for ${name}, which is no machine of this package`);
      return whole;
    }
    drawn.add(found[0]);
    return `<!-- machine: ${name} -->\n\n\`\`\`mermaid\n${drawMachine(found[1])}\n\`\`\`\n\n<!-- /machine -->`;
  });
  const places = [...readme.matchAll(PLACE)].length;
  if ([...readme.matchAll(OPENING)].length > places) problems.push('a place for a machine is not closed');
  for (const name of Object.keys(machines)) {
    if (!drawn.has(name)) problems.push(`there is no place for ${name}`);
  }
  return { text, problems };
}

export async function drawMachines(root, { check }) {
  const problems = [];
  for (const name of readdirSync(join(root, 'packages')).sort()) {
    const folder = join(root, 'packages', name);
    const [entry, readme] = [join(folder, 'dist/index.js'), join(folder, 'README.md')];
    // The page is no library: it has no machines, and its build is elsewhere.
    if (!existsSync(join(folder, 'tsconfig.build.json'))) continue;
    if (!existsSync(entry)) {
      problems.push(`${name}: not built; run npm run build`);
      continue;
    }
    const exported = await import(pathToFileURL(entry).href);
    const machines = Object.fromEntries(Object.entries(exported).filter(([, value]) => isMachine(value)));
    const before = existsSync(readme) ? readFileSync(readme, 'utf8') : '';
    const { text, problems: found } = placePictures(before, machines);
    problems.push(...found.map((problem) => `${name}/README.md: ${problem}`));
    if (text === before) continue;
    if (check) problems.push(`${name}/README.md: a picture is stale; run node tools/draw-machines.mjs`);
    else writeFileSync(readme, text);
  }
  return problems;
}

if (isMain(import.meta))
  report(await drawMachines(repository(), { check: process.argv.includes('--check') }));

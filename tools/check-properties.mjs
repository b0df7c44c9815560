/**
 * Lists every property with the tests whose title starts with its number, and fails when a property that
 * the project claims (claimed-properties.json) has none, or when a number is no property at all.
 *
 * The properties stand in properties.json; `--copy FILE` takes them over from the numbered list of a document.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { titlesIn } from './test-titles.mjs';
import { isMain, report, repository } from './tool.mjs';

const NUMBERS = /^P\d+(?:(?:\s*[,/+&]\s*|\s+and\s+|\s+)P\d+)*/;

/** Number to sentence, from a document that numbers one a line. */
export function readProperties(markdown) {
  return Object.fromEntries(
    [...markdown.matchAll(/^(\d+)\. (.+)$/gm)].map(([, number, text]) => [number, text]),
  );
}

/** `[1, "3-5"]` to `[1, 3, 4, 5]`. */
export function expandClaims(claims) {
  return claims.flatMap((claim) => {
    const [from, to = from] = String(claim).split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
}

/** The properties a test title starts with. */
export const numbersOf = (title) => [...(NUMBERS.exec(title)?.[0] ?? '').matchAll(/\d+/g)].map(Number);

const isTest = (path) => /\.test\.(ts|tsx|mjs)$/.test(path) || /[\\/]testing[\\/].*\.ts$/.test(path);
const isOurs = (path) => !/(^|[\\/])(node_modules|dist)[\\/]/.test(path);

/** Property number to `file: title` of every test that says it shows it. */
export function findTests(root) {
  const found = new Map();
  for (const place of ['packages', 'tools'].filter((name) => existsSync(join(root, name)))) {
    for (const path of readdirSync(join(root, place), { recursive: true }).sort()) {
      if (!isTest(path) || !isOurs(path)) continue;
      const file = join(root, place, path);
      for (const title of titlesIn(file, readFileSync(file, 'utf8'))) {
        for (const number of numbersOf(title)) {
          found.set(number, [...(found.get(number) ?? []), `${relative(root, file)}: ${title}`]);
        }
      }
    }
  }
  return found;
}

export function checkProperties(properties, claims, tests) {
  return [
    ...claims.filter((n) => !(n in properties)).map((n) => `P${n} is claimed and is no property`),
    ...claims
      .filter((n) => !tests.has(n))
      .map((n) => `P${n} is claimed and has no test: ${properties[n] ?? ''}`),
    ...[...tests].filter(([n]) => !(n in properties)).map(([n, [test]]) => `P${n} is no property: ${test}`),
  ];
}

/** What people read: every property that a test shows, with its tests. */
function list(properties, claims, tests) {
  const shown = Object.keys(properties)
    .map(Number)
    .filter((number) => tests.has(number));
  const lines = shown.flatMap((number) => [
    `P${number} ${properties[number]}${claims.includes(number) ? '' : ' (not claimed)'}`,
    ...tests.get(number).map((test) => `    ${test}`),
  ]);
  const all = Object.keys(properties).length;
  return [...lines, `${all} properties, ${claims.length} claimed, ${shown.length} with tests`, ''].join('\n');
}

if (isMain(import.meta)) {
  const root = repository();
  const copy = join(root, 'tools/properties.json');
  const from = process.argv.indexOf('--copy');
  if (from > 0) {
    const properties = readProperties(readFileSync(process.argv[from + 1], 'utf8'));
    writeFileSync(copy, `${JSON.stringify(properties, undefined, 2)}\n`);
  }
  const properties = JSON.parse(readFileSync(copy, 'utf8'));
  const claims = expandClaims(JSON.parse(readFileSync(join(root, 'tools/claimed-properties.json'), 'utf8')));
  const tests = findTests(root);
  process.stdout.write(list(properties, claims, tests));
  report(checkProperties(properties, claims, tests));
}

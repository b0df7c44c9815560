import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const page = fileURLToPath(new URL('../../../app/page/', import.meta.url));
const assets = readdirSync(join(page, 'assets'));
const read = (name: string): string => readFileSync(join(page, name), 'utf8');
/** What a browser loads of a page before anybody presses anything, by the names that are written in it. */
const atOnce = (page: string): readonly string[] => [
  page,
  ...assets.filter((name) => read(page).includes(name)).map((name) => `assets/${name}`),
];
const PAGE = 'index.html';
const INSPECTOR = 'inspect/index.html';
const sizeOf = (names: readonly string[]): number =>
  names.map((name) => gzipSync(read(name)).length).reduce((a, b) => a + b, 0);

test('the page is loaded with less than 40 kB, and the inspector’s with as little', () => {
  expect(atOnce(PAGE).length).toBe(5);
  expect(sizeOf(atOnce(PAGE))).toBeLessThan(40_000);
  expect(sizeOf(atOnce(INSPECTOR))).toBeLessThan(40_000);
});

test('what draws QR codes, lays out charts and talks to others comes only when it is wanted', () => {
  const now = [...atOnce(PAGE), ...atOnce(INSPECTOR)];
  const later = assets.filter((name) => !now.includes(`assets/${name}`));
  expect(new Set(later.map((name) => name.split('.').at(-1)))).toEqual(new Set(['js']));
  expect(sizeOf(later.map((name) => `assets/${name}`))).toBeGreaterThan(300_000);
  expect(later.some((name) => name.startsWith('stately'))).toBe(true);
});

/** Names of vocabularies and of bug reports in others' code, which nobody asks for. */
const MEANT =
  /^(https?:\/\/www\.(w3|eclipse)\.org\/|https:\/\/github\.com\/|https:\/\/rolldown\.rs\/|\/\/org\.eclipse)/;

test('nothing runs or looks that is not a file of its own, and only who asks stately.ai names it', () => {
  for (const page of [PAGE, INSPECTOR])
    expect(read(page)).not.toMatch(/<style|<script[^>]*>[^<]|\son\w+=|style=/);
  for (const name of [PAGE, INSPECTOR, ...assets.map((asset) => `assets/${asset}`)]) {
    const places = [...read(name).matchAll(/(?:https?:)?\/\/[\w.-]+\.\w+[\w/.-]*/g)].map(([place]) => place);
    const isMeant = (place: string): boolean =>
      MEANT.test(place) ||
      (name.startsWith('assets/stately') && /^https:\/\/stately\.ai(\/inspect)?$/.test(place));
    expect([name, places.filter((place) => !isMeant(place))]).toEqual([name, []]);
  }
});

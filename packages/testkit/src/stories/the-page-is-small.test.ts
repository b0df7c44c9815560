import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const page = fileURLToPath(new URL('../../../app/page/', import.meta.url));
const assets = readdirSync(join(page, 'assets'));
const read = (name: string): string => readFileSync(join(page, name), 'utf8');
const html = read('index.html');

/** What a browser loads before anybody presses anything; the QR code is fetched when somebody wants one. */
const atOnce = [
  'index.html',
  ...assets.filter((name) => html.includes(name)).map((name) => `assets/${name}`),
];

test('the page is loaded with less than 40 kB', () => {
  const size = atOnce.map((name) => gzipSync(read(name)).length).reduce((a, b) => a + b, 0);
  expect(atOnce.length).toBe(4);
  expect(size).toBeLessThan(40_000);
});

test('what draws QR codes comes only when one is wanted', () => {
  const later = assets.filter((name) => !html.includes(name));
  expect(later.map((name) => name.split('.').at(-1))).toEqual(['js']);
});

test('nothing runs or looks that is not a file of its own, and nothing names another place', () => {
  expect(html).not.toMatch(/<style|<script[^>]*>[^<]|\son\w+=|style=/);
  for (const name of ['index.html', ...assets.map((asset) => `assets/${asset}`)]) {
    const places = [...read(name).matchAll(/(?:https?:)?\/\/[\w.-]+\.\w+[\w/.-]*/g)].map(([place]) => place);
    // The names of XML's own vocabularies, which nobody asks for.
    expect(places.filter((place) => !place.startsWith('http://www.w3.org/'))).toEqual([]);
  }
});

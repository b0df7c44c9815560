/**
 * Writes docs/wire-format.md: every canonical layout, read from the sources, and the bytes of every message in every
 * version, from the packages' golden bytes and from the samples that the fuzzer damages. With `--check` it changes
 * nothing and fails when the page is stale: then either bytes have changed, which old members cannot read, or
 * something is new. Reads what `npm run build` has made.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { layoutsOf } from './read-layouts.mjs';
import { isMain, report, repository } from './tool.mjs';
import {
  BODY_TOPICS,
  BYTES_WORDS,
  INTRODUCTION,
  LAYOUTS_WORDS,
  MESSAGES_WORDS,
  PACKAGES,
  SIGNED,
} from './wire-words.mjs';

const hex = (bytes) => Buffer.from(bytes).toString('hex');
const LINE = 96;

/** Bytes as lines that fit a page. */
const block = (text) =>
  ['```text', ...(text.match(new RegExp(`.{1,${LINE}}`, 'g')) ?? ['(none)']), '```'].join('\n');

const length = (text, isCode) => (isCode ? `${text.length} characters` : `${text.length / 2} bytes`);

/** A message's body as people read it; bytes as hexadecimal. */
export function show(value) {
  if (value instanceof Uint8Array) return value.length > 24 ? `<${value.length} bytes>` : `<${hex(value)}>`;
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, one]) => `${key}: ${show(one)}`)
    .join(', ')} }`;
}

function layoutTables(layouts) {
  return layouts.map(({ label, version, fields, file }) => {
    const rows = fields.map(({ name, form }) => `| ${name} | ${form.replaceAll('|', '\\|')} |`);
    const table = rows.length > 0 ? ['| field | form |', '| --- | --- |', ...rows].join('\n') : 'No fields.';
    return `#### \`${label}\`, version ${version}\n\nIn \`${file}\`.\n\n${table}`;
  });
}

const golden = (title, bytes, isCode = false) =>
  `#### ${title}\n\n${length(bytes, isCode)}.\n\n${block(bytes)}`;

const isCode = (text) => text.startsWith('FC1');

function goldenOf(file, version) {
  return Object.entries(JSON.parse(readFileSync(file, 'utf8'))).map(([name, bytes]) =>
    golden(`${name}, version ${version}`, bytes, isCode(bytes)),
  );
}

function messages(bodyParsers, encodeEnvelope) {
  return Object.entries(bodyParsers).flatMap(([name, { samples }]) => {
    const topic = BODY_TOPICS[name];
    if (topic === undefined) throw new Error(`wire-words.mjs does not know the topic of ${name}`);
    return samples.map(({ whole }) => {
      const bytes = hex(encodeEnvelope({ topic, body: whole }));
      return `#### \`${whole.type}\`, topic \`${topic}\`\n\n\`${show(whole)}\`\n\nAs an envelope, ${length(bytes)}:\n\n${block(bytes)}`;
    });
  });
}

/** Message types that the sources declare and of which no sample is among the bodies. */
export function withoutSample(declarations, bodyParsers) {
  const declared = declarations.flatMap((text) =>
    [...text.matchAll(/^ {2}readonly type: '([a-z]+\.[a-z-]+)';$/gm)].map(([, type]) => type),
  );
  const shown = Object.values(bodyParsers).flatMap(({ samples }) => samples.map(({ whole }) => whole.type));
  // Those of the phonebook are bytes, and among its golden ones.
  return declared.filter((type) => !shown.includes(type) && !type.startsWith('phonebook.'));
}

/** Every file that declares messages. */
const declarationsIn = (root) =>
  PACKAGES.concat('transport').flatMap((name) => {
    const folder = join(root, 'packages', name, 'src');
    return readdirSync(folder, { recursive: true })
      .filter((file) => /(^|[./\\])messages\.ts$/.test(file))
      .map((file) => readFileSync(join(folder, file), 'utf8'));
  });

/** Statements and other bytes that the fuzzer has samples of, and no golden file. */
function samples(byteDecoders) {
  return SIGNED.map((name) => {
    if (byteDecoders[name] === undefined) throw new Error(`nothing is called ${name}`);
    return golden(`${name}, version 1`, hex(byteDecoders[name].samples[0].whole));
  });
}

function transferFrames({ encodeFrame }) {
  const bytes = Uint8Array.of(1, 2, 3);
  const frames = [
    { kind: 'want' },
    { kind: 'manifest', total: 300, offset: 100, bytes },
    { kind: 'need', total: 3, offset: 0, bytes },
    { kind: 'chunks', compressed: false, ordinals: Uint32Array.of(7, 258), body: [bytes] },
    { kind: 'written', bytes: 65_536 },
    { kind: 'end' },
    { kind: 'stale' },
    { kind: 'done' },
  ];
  return frames.map((frame) =>
    golden(`transfer frame \`${frame.kind}\`, before its seal`, hex(Buffer.concat(encodeFrame(frame)))),
  );
}

function linkFrames({ encodeBody, encodeFrame, FRAME_VERSION }) {
  const bytes = Uint8Array.of(0xaa, 0xbb);
  const parts = ['whole', 'more', 'last', 'beat'].map((part) => ({
    part,
    bytes: part === 'beat' ? new Uint8Array() : bytes,
  }));
  return parts.map((body) => {
    const frame = encodeFrame({ sealed: false, payload: encodeBody(body) });
    return golden(`link frame \`${body.part}\`, version ${FRAME_VERSION}, plain`, hex(frame));
  });
}

/** The whole page. */
export async function wireFormat(root) {
  const built = (path) => import(pathToFileURL(join(root, 'packages', path)).href);
  const { LABELS, ...identity } = await built('identity/dist/index.js');
  const { encodeEnvelope } = await built('transport/dist/index.js');
  const { bodyParsers } = await built('testkit/dist/fuzz/body-parsers.js');
  const missing = withoutSample(declarationsIn(root), bodyParsers);
  if (missing.length > 0)
    throw new Error(`no sample of ${missing.join(', ')} in testkit's fuzz/body-parsers.ts`);
  const { byteDecoders } = await built('testkit/dist/fuzz/byte-decoders.js');
  const layouts = layoutsOf(root, PACKAGES, LABELS, identity);
  const sources = (path) => join(root, 'packages', path);
  return [
    INTRODUCTION,
    LAYOUTS_WORDS,
    ...PACKAGES.flatMap((name) => [`### ${name}`, ...layoutTables(layouts[name])]),
    MESSAGES_WORDS,
    ...messages(bodyParsers, encodeEnvelope),
    BYTES_WORDS,
    '### identity',
    ...goldenOf(sources('identity/src/golden/version-1.json'), 1),
    ...goldenOf(sources('identity/src/golden/version-2.json'), 2),
    '### phonebook',
    ...goldenOf(sources('phonebook/src/testing/golden-v1.json'), 1),
    '### election and transfer',
    ...samples(byteDecoders),
    ...transferFrames(await built('transfer/dist/frames.js')),
    '### transport',
    ...linkFrames(await built('transport/dist/frame.rules.js')),
  ].join('\n\n');
}

if (isMain(import.meta)) {
  const root = repository();
  const file = join(root, 'docs/wire-format.md');
  const after = await format(await wireFormat(root), { ...(await resolveConfig(file)), parser: 'markdown' });
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (process.argv.includes('--check')) {
    const hint = 'bytes or layouts have changed, or the page is stale; run node tools/write-wire-format.mjs';
    report(before === after ? [] : [`docs/wire-format.md: ${hint}`]);
  } else if (before !== after) writeFileSync(file, after);
}

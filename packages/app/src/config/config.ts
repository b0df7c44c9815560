import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { err, ok } from '@fyteclub/identity/result';
import { parse, TomlError } from 'smol-toml';
import { z } from 'zod';
import { must } from '../must.ts';
import { describe, type Outcome } from '../problems.ts';
import { messageOf, systemCode } from '../system-errors.ts';
import { configSchema, type Config } from './schema.ts';

type Table = Record<string, unknown>;
type Environment = Readonly<Record<string, string | undefined>>;

/** The schema as plain data: its defaults and comments are what the written file and the environment twins follow. */
const shape = z.toJSONSchema(configSchema, { io: 'input' }) as Schema;
interface Schema {
  readonly type?: string;
  readonly default?: unknown;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
}

const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The file that `up` writes on the first start: every key with its default and a comment. */
export function defaultConfigText(): string {
  const line = (key: string, of: Schema): string =>
    `${`${key} = ${JSON.stringify(of.default)}`.padEnd(28)} # ${of.description ?? ''}\n`;
  let top =
    '# FyteClub: every key with its default. Each can also be set by an environment variable, such as\n';
  top += '# FYTECLUB_NETWORK_UDP_PORT. A key that is not listed here stops the start.\n\n';
  let tables = '';
  for (const [key, of] of Object.entries(shape.properties ?? {})) {
    if (of.properties === undefined) top += line(key, of);
    else
      tables += `\n[${key}]\n${Object.entries(of.properties)
        .map(([inner, innerOf]) => line(inner, innerOf))
        .join('')}`;
  }
  return top + tables;
}

/** A key of the file, and the environment variable that sets it instead: `FYTECLUB_NETWORK_UDP_PORT`, … */
interface Twin {
  readonly variable: string;
  readonly path: readonly string[];
  readonly type: string | undefined;
}

const PREFIX = 'FYTECLUB_';
const variableOf = (path: readonly string[]): string => PREFIX + path.join('_').toUpperCase();

const twinsOf = (of: Schema, above: readonly string[] = []): readonly Twin[] =>
  Object.entries(of.properties ?? {}).flatMap(([key, inner]) => {
    const path = [...above, key];
    return inner.properties === undefined
      ? [{ variable: variableOf(path), path, type: inner.type }]
      : twinsOf(inner, path);
  });

const TWINS = twinsOf(shape);
/** Chosen before there is a file; no key of it. */
const HOME = 'FYTECLUB_HOME';

function overlayEnvironment(config: Table, env: Environment): void {
  for (const { variable, path, type } of TWINS) {
    const [text, section, key] = [env[variable], path.slice(0, -1)[0], path.at(-1)];
    if (text === undefined || key === undefined) continue;
    if (section !== undefined && !isTable(config[section])) config[section] = {};
    const table = section === undefined ? config : (config[section] as Table);
    table[key] = fromEnvironment(text, type);
  }
}

function fromEnvironment(text: string, type: string | undefined): unknown {
  if (type === 'integer' || type === 'number')
    return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (type === 'array') return text.split(/[\s,]+/).filter((item) => item !== '');
  return text;
}

const partsOf = (dotted: string): readonly string[] =>
  dotted.split('.').map((part) => part.trim().replace(/^["']|["']$/g, ''));

/** The line where a key is set, or what it stands in; the parser keeps no positions, so this looks for the key. */
function lineOf(text: string, keys: readonly string[]): number | undefined {
  let section: readonly string[] = [];
  let around: number | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const [, header, key] = /^\s*(?:\[([^\]]+)\]|([^=#]+)=)/.exec(line) ?? [];
    if (header !== undefined) section = partsOf(header);
    else if (key === undefined) continue;
    const set = key === undefined ? section : [...section, ...partsOf(key)];
    if (!set.every((part, at) => part === keys[at])) continue;
    around = index + 1;
    if (set.length === keys.length) break;
  }
  return around;
}

const invalid = (file: string, line: number | undefined, detail: string, hint: string): Outcome<never> =>
  err(describe('config-invalid', { file, line: line === undefined ? '' : `, line ${line}`, detail, hint }));

const MOST_SHOWN = 40;

/** What stands at a path, as it is written; no longer than a sentence can bear. */
function foundAt(config: Table, path: readonly PropertyKey[]): string {
  const value = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)[key], config);
  const written = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return written.length > MOST_SHOWN ? `${written.slice(0, MOST_SHOWN)}…` : written;
}

function explain(
  file: string,
  text: string,
  env: Environment,
  config: Table,
  { issues: [issue] }: z.ZodError,
): Outcome<never> {
  const path = issue?.path ?? [];
  const keys = path.filter((part) => typeof part === 'string');
  if (issue?.code === 'unrecognized_keys') {
    const unknown = [...keys, ...issue.keys.slice(0, 1)];
    return invalid(
      file,
      lineOf(text, unknown),
      `there is no key "${unknown.join('.')}"`,
      'Delete or rename the key; the file that a fresh home gets lists every key.',
    );
  }
  const holds = keys.length < path.length ? 'holds' : 'is';
  const detail = `${keys.join('.')} ${holds} ${foundAt(config, path)}, but ${issue?.message ?? ''}`;
  const variable = variableOf(keys);
  return env[variable] === undefined
    ? invalid(
        file,
        lineOf(text, keys),
        detail,
        'Mend the value, or delete the line to have the default back.',
      )
    : invalid(
        variable,
        undefined,
        detail,
        'Mend the environment variable, or unset it to have what the file says.',
      );
}

/** A path as people write it into the file: `~` is their own folder, and a relative one begins where the file is. */
const wholePath = (file: string, path: string): string =>
  path === '' ? '' : resolve(dirname(file), path.replace(/^~(?=$|[/\\])/, homedir()));

/** Checks a config text and the environment against the schema; the text may be empty. */
export function parseConfig(file: string, text: string, env: Environment): Outcome<Config> {
  let table: Table;
  try {
    table = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const detail = error.message.split('\n')[0]?.replace(/^Invalid TOML document: /, '') ?? 'not TOML';
    return invalid(
      file,
      error.line,
      `this cannot be read: ${detail}`,
      'Mend the line: text stands in quotation marks, with backslashes in single ones. See https://toml.io for the syntax.',
    );
  }
  const mistyped = Object.keys(env).find(
    (name) => name.startsWith(PREFIX) && name !== HOME && !TWINS.some(({ variable }) => variable === name),
  );
  if (mistyped !== undefined)
    return invalid(
      mistyped,
      undefined,
      'there is no key that this environment variable sets',
      `Unset or rename it: ${variableOf(['network', 'udp_port'])} sets udp_port under [network], and so on.`,
    );
  overlayEnvironment(table, env);
  const checked = configSchema.safeParse(table, { error: must });
  if (!checked.success) return explain(file, text, env, table, checked.error);
  const { mods, ...rest } = checked.data;
  return ok({ ...rest, mods: { ...mods, root: wholePath(file, mods.root) } });
}

/** Reads config.toml; where there is none every key has its default. */
export async function readConfig(file: string, env: Environment): Promise<Outcome<Config>> {
  let text = '';
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (systemCode(error) !== 'ENOENT')
      return err(describe('home-unusable', { path: file, detail: messageOf(error) }));
  }
  return parseConfig(file, text, env);
}

/** The same, writing the commented default on the first start. */
export async function loadConfig(file: string, env: Environment): Promise<Outcome<Config>> {
  if (!existsSync(file))
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, defaultConfigText(), { flag: 'wx' });
    } catch (failure) {
      return err(describe('home-unusable', { path: dirname(file), detail: messageOf(failure) }));
    }
  return readConfig(file, env);
}

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { err, ok } from '@fyteclub/identity';
import { parse, TomlError } from 'smol-toml';
import { z } from 'zod';
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

/** Reads the environment's twins of every key: `FYTECLUB_NAME`, `FYTECLUB_NETWORK_UDP_PORT`, … */
function overlayEnvironment(config: Table, env: Environment, of: Schema, prefix: string): void {
  for (const [key, inner] of Object.entries(of.properties ?? {})) {
    const name = `${prefix}_${key.toUpperCase()}`;
    if (inner.properties !== undefined) {
      const table = isTable(config[key]) ? config[key] : {};
      overlayEnvironment(table, env, inner, name);
      if (Object.keys(table).length > 0) config[key] = table;
    } else if (env[name] !== undefined) {
      config[key] = fromEnvironment(env[name], inner.type);
    }
  }
}

function fromEnvironment(text: string, type: string | undefined): unknown {
  if (type === 'integer' || type === 'number') return text.trim() === '' ? text : Number(text);
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (type === 'array') return text.split(/[\s,]+/).filter((item) => item !== '');
  return text;
}

/** The line where `path` is set, for an error text; the parser keeps no positions, so this looks for the key. */
function lineOf(text: string, path: readonly PropertyKey[]): number | undefined {
  const keys = path.filter((part) => typeof part === 'string');
  const key = keys.at(-1);
  if (key === undefined) return undefined;
  const table = keys.length > 1 ? keys[0] : undefined;
  let inTable: string | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    inTable = /^\s*\[\s*([\w-]+)\s*\]/.exec(line)?.[1] ?? inTable;
    const named: string | undefined =
      /^\s*"?([\w-]+)"?\s*=/.exec(line)?.[1] ?? /^\s*\[\s*([\w-]+)\s*\]/.exec(line)?.[1];
    if (named === key && (inTable === table || keys.length === 1)) return index + 1;
  }
  return undefined;
}

/** Where the value at `path` came from, if the environment gave it. */
function variableOf(path: readonly PropertyKey[], env: Environment): string | undefined {
  const keys = path.filter((part) => typeof part === 'string');
  const name = ['FYTECLUB', ...keys.map((key) => key.toUpperCase())].join('_');
  return env[name] === undefined ? undefined : name;
}

function explain(file: string, text: string, env: Environment, error: z.ZodError): Outcome<never> {
  const issue = error.issues[0];
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const path = [...(issue?.path ?? []), ...(unknown === undefined ? [] : [unknown])];
  const line = lineOf(text, path);
  const name = path.map(String).join('.');
  const variable = unknown === undefined ? variableOf(path, env) : undefined;
  if (variable !== undefined)
    return err(
      describe('config-invalid', {
        file: variable,
        line: '',
        detail: issue?.message ?? 'not valid',
        hint: 'Mend the environment variable, or unset it to have what the file says.',
      }),
    );
  return err(
    describe('config-invalid', {
      file,
      line: line === undefined ? '' : `, line ${line}`,
      detail:
        unknown === undefined ? `${name}: ${issue?.message ?? 'not valid'}` : `there is no key "${name}"`,
      hint:
        unknown === undefined
          ? 'Mend the value, or delete the line to have the default back.'
          : 'Delete or rename the key; the file that a fresh home gets lists every key.',
    }),
  );
}

/** Checks a config text and the environment against the schema; the text may be empty. */
export function parseConfig(file: string, text: string, env: Environment): Outcome<Config> {
  let table: Table;
  try {
    table = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const detail = error.message.split('\n')[0]?.replace(/^Invalid TOML document: /, '') ?? 'not TOML';
    return err(
      describe('config-invalid', {
        file,
        line: `, line ${error.line}`,
        detail,
        hint: 'Mend the line; see https://toml.io for the syntax.',
      }),
    );
  }
  overlayEnvironment(table, env, shape, 'FYTECLUB');
  const checked = configSchema.safeParse(table);
  return checked.success ? ok(checked.data) : explain(file, text, env, checked.error);
}

/** Reads config.toml, writing the commented default on the first start. */
export async function loadConfig(file: string, env: Environment): Promise<Outcome<Config>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (systemCode(error) !== 'ENOENT')
      return err(describe('home-unusable', { path: file, detail: messageOf(error) }));
    text = defaultConfigText();
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text, { flag: 'wx' });
    } catch (failure) {
      return err(describe('home-unusable', { path: dirname(file), detail: messageOf(failure) }));
    }
  }
  return parseConfig(file, text, env);
}

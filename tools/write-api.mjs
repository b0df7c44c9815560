/**
 * Writes the description of the local API (packages/app/openapi.json) and, from that, the types of the page
 * (packages/dashboard/src/api-types.ts), which imports nothing of ours. With `--check` it changes nothing and fails when
 * either is stale. Reads what `npm run build` has made.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { isMain, report, repository } from './tool.mjs';

const isName = (key) => /^[A-Za-z_$][\w$]*$/.test(key);
const comment = ({ description }) => (description === undefined ? '' : `/** ${description} */\n`);

/** A JSON Schema as the TypeScript type of what fits it; no more of JSON Schema than our own schemas use. */
export function typeOf(schema) {
  if (schema.$ref !== undefined) return schema.$ref.split('/').at(-1);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const either = schema.anyOf ?? schema.oneOf;
  if (either !== undefined) return either.map(typeOf).join(' | ');
  if (schema.allOf?.length === 1) return typeOf(schema.allOf[0]);
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type })).join(' | ');
  if (schema.type === 'array') return `readonly (${typeOf(schema.items)})[]`;
  if (schema.type === 'object') return objectOf(schema);
  if (schema.type === 'integer' || schema.type === 'number') return 'number';
  if (['string', 'boolean', 'null'].includes(schema.type)) return schema.type;
  throw new Error(`no TypeScript is known for ${JSON.stringify(schema)}`);
}

function objectOf(schema) {
  const { properties = {}, additionalProperties: others } = schema;
  const parts = [
    ...(Object.keys(properties).length > 0 ? [`{ ${fieldsOf(schema)} }`] : []),
    ...(typeof others === 'object' ? [`{ readonly [name: string]: ${typeOf(others)} }`] : []),
  ];
  return parts.length > 0 ? parts.join(' & ') : 'Record<string, never>';
}

function fieldsOf({ properties = {}, required = [] }) {
  return Object.entries(properties)
    .map(([name, field]) => {
      const key = isName(name) ? name : JSON.stringify(name);
      return `${comment(field)}readonly ${key}${required.includes(name) ? '' : '?'}: ${typeOf(field)};`;
    })
    .join('\n');
}

/** One of several words can be gone through as well, so that a test can ask for a sentence for each. */
function shapeOf(name, schema) {
  if (schema.enum === undefined) return `${comment(schema)}export type ${name} = ${typeOf(schema)};`;
  const list = `${name.toUpperCase()}S`;
  return `${comment(schema)}export const ${list} = ${JSON.stringify(schema.enum)} as const;\nexport type ${name} = (typeof ${list})[number];`;
}

/** The types of every shape with a name, and of what each verb takes and answers. */
export function typesOf({ paths, components }) {
  const shapes = Object.entries(components.schemas).map(([name, schema]) => shapeOf(name, schema));
  const verbs = Object.entries(paths).flatMap(([path, { post }]) => {
    if (post === undefined) return [];
    const [answer] = Object.values(post.responses[200].content);
    const input = post.requestBody.content['application/json'].schema;
    return [
      `/** ${post.summary}. */\n${path.split('/').at(-1)}: { readonly input: ${typeOf(input)}; readonly answer: ${typeOf(answer.schema)} };`,
    ];
  });
  return [
    '// Written by tools/write-api.mjs from packages/app/openapi.json.',
    ...shapes,
    `/** What each verb of the node takes and answers. */\nexport interface Verbs {\n${verbs.join('\n')}\n}`,
    '',
  ].join('\n\n');
}

async function write(file, text, parser) {
  const options = { ...(await resolveConfig(file)), parser };
  const after = await format(text, options);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (!process.argv.includes('--check')) writeFileSync(file, after);
  return before === after ? [] : [`${file}: stale; run node tools/write-api.mjs`];
}

if (isMain(import.meta)) {
  const packages = join(repository(), 'packages');
  const { openApi } = await import(pathToFileURL(join(packages, 'app/dist/testing/index.js')).href);
  const described = openApi();
  const stale = [
    ...(await write(join(packages, 'app/openapi.json'), JSON.stringify(described), 'json')),
    ...(await write(join(packages, 'dashboard/src/api-types.ts'), typesOf(described), 'typescript')),
  ];
  if (process.argv.includes('--check')) report(stale);
}

/** Reads from the sources which fields every canonical layout has, in which order. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

const isLayout = (node) =>
  ts.isCallExpression(node) && node.expression.getText() === 'layout' && node.arguments.length === 3;

/** What a name stands for in its own file, where that says more than the name. */
function constantsOf(source, numbers) {
  const constants = Object.assign(new Map(), { numbers });
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations)
      if (initializer !== undefined) constants.set(name.getText(source), initializer);
  }
  return constants;
}

/**
 * Every number that the sources name, however it is written: a maximum in one file is often told in another.
 * A name that means two numbers stands for itself.
 */
export function numbersIn(texts) {
  const written = new Map();
  for (const text of texts)
    for (const [, name, value] of text.matchAll(
      /^(?:export )?const ([A-Z][A-Z\d_]*) = ([\dA-Z_ *+()-]+);$/gm,
    ))
      written.set(name, [...(written.get(name) ?? []), value.trim()]);
  const numberOf = (name) => {
    const [value, ...others] = written.get(name) ?? [];
    if (value === undefined || others.some((other) => other !== value)) return undefined;
    const digits = value.replace(/[A-Z][A-Z\d_]*/g, (inner) => `(${numberOf(inner) ?? 'undefined'})`);
    return digits.includes('undefined') ? undefined : Number(Function(`return ${digits}`)());
  };
  return new Map([...written.keys()].map((name) => [name, numberOf(name)]));
}

const isField = (node) =>
  ts.isCallExpression(node) && /^(struct|list|sortedSet|fixed|bytes|text)$/.test(node.expression.getText());

/** A field's form in words of the layout: constants as numbers, named fields as what they are made of. */
function formOf(node, constants) {
  if (ts.isIdentifier(node)) {
    const known = constants.get(node.text);
    if (known !== undefined && isField(known)) return formOf(known, constants);
    return String(constants.numbers.get(node.text) ?? node.text);
  }
  if (ts.isCallExpression(node))
    return `${node.expression.getText()}(${node.arguments.map((one) => formOf(one, constants)).join(', ')})`;
  if (ts.isObjectLiteralExpression(node))
    return fieldsOf(node, constants)
      .map(({ name, form }) => (name === form ? name : `${name}: ${form}`))
      .join(', ');
  return node.getText();
}

/** The fields of an object literal, those spread into it included. */
function fieldsOf(node, constants) {
  if (ts.isIdentifier(node)) return fieldsOf(constants.get(node.text), constants);
  return node.properties.flatMap((property) => {
    if (ts.isSpreadAssignment(property)) return fieldsOf(property.expression, constants);
    const name = property.name.getText();
    const value = ts.isShorthandPropertyAssignment(property) ? property.name : property.initializer;
    return [{ name, form: formOf(value, constants) }];
  });
}

/** Every layout in one file: label as in LABELS, version, fields. */
export function layoutsIn(text, labels, numbers = numbersIn([text])) {
  const source = ts.createSourceFile('layouts.ts', text, ts.ScriptTarget.ES2023, true);
  const constants = constantsOf(source, numbers);
  const found = [];
  const visit = (node) => {
    if (isLayout(node)) {
      const [label, version, fields] = node.arguments;
      const key = label.getText().replace(/^LABELS\./, '');
      if (labels[key] === undefined) throw new Error(`no label is called ${label.getText()}`);
      found.push({
        label: labels[key],
        version: Number(formOf(version, constants)),
        fields: fieldsOf(fields, constants),
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const sourcesOf = (folder) =>
  readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|^testing|[\\/]testing[\\/]/.test(file))
    .sort()
    .map((file) => ({ path: join(folder, file), text: readFileSync(join(folder, file), 'utf8') }));

const IMPORT = /^import (?:type )?\{([^}]*)\} from '(\.[^']*)';$/gm;

/** The numbers that a file can name: those of all, unless it or a file that it imports from says otherwise. */
function numbersFor({ path, text }, everywhere) {
  const imported = [...text.matchAll(IMPORT)].flatMap(([, names, from]) => {
    const there = numbersIn([readFileSync(join(dirname(path), from), 'utf8')]);
    return names.split(',').flatMap((name) => {
      const number = there.get(name.trim());
      return number === undefined ? [] : [[name.trim(), number]];
    });
  });
  const own = [...numbersIn([text])].filter(([, number]) => number !== undefined);
  return new Map([...everywhere, ...imported, ...own]);
}

/**
 * Every layout of these packages, by package, with the file that each stands in.
 * @param known numbers that are computed when the sources run
 */
export function layoutsOf(root, packages, labels, known = {}) {
  const sources = packages.map((name) => [name, sourcesOf(join(root, 'packages', name, 'src'))]);
  const written = numbersIn(sources.flatMap(([, files]) => files.map(({ text }) => text)));
  const everywhere = [...written, ...Object.entries(known).filter(([, one]) => typeof one === 'number')];
  const found = sources.map(([name, files]) => [
    name,
    files
      .filter(({ text }) => /\blayout[<(]/.test(text) && !/export function layout\b/.test(text))
      .flatMap((file) =>
        layoutsIn(file.text, labels, numbersFor(file, everywhere)).map((one) => ({
          ...one,
          file: relative(root, file.path),
        })),
      ),
  ]);
  return Object.fromEntries(found);
}

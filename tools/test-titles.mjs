import ts from 'typescript';

const CALLS = new Set(['test', 'it', 'describe']);
const SILENT = new Set(['skip', 'todo', 'failing']);

/** The names along `test.each(...)` or `describe.skip`: `['test', 'each']`. */
function calleeNames(expression) {
  if (ts.isIdentifier(expression)) return [expression.text];
  if (ts.isPropertyAccessExpression(expression))
    return [...calleeNames(expression.expression), expression.name.text];
  if (ts.isCallExpression(expression)) return calleeNames(expression.expression);
  if (ts.isTaggedTemplateExpression(expression)) return calleeNames(expression.tag);
  return [];
}

/** The constant beginning of a title, which is where property numbers stand. */
function beginning(argument) {
  if (argument === undefined) return undefined;
  if (ts.isStringLiteral(argument) || ts.isNoSubstitutionTemplateLiteral(argument)) return argument.text;
  return ts.isTemplateExpression(argument) ? argument.head.text : undefined;
}

/** Titles of every `test`, `it` and `describe` that runs; what is skipped shows nothing. */
export function titlesIn(fileName, source) {
  const titles = [];
  const visit = (node) => {
    if (ts.isCallExpression(node)) {
      const [call, ...modifiers] = calleeNames(node.expression);
      const title = CALLS.has(call) ? beginning(node.arguments[0]) : undefined;
      if (title !== undefined) {
        if (modifiers.some((name) => SILENT.has(name))) return;
        titles.push(title);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(fileName, source, ts.ScriptTarget.Latest));
  return titles;
}

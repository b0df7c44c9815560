/** The picture of one XState machine as Mermaid stateDiagram-v2 text. Its order is the order of the source. */

const idOf = (node) => node.id.replaceAll(/[^A-Za-z0-9]/g, '_');

/** An event as a reader of the machine knows it: XState's own names for time, completion and failure are undone. */
function eventName(type, node) {
  if (type === '') return 'always';
  if (type.startsWith('xstate.after.'))
    return `after ${type.slice('xstate.after.'.length, -(node.id.length + 1))}`;
  if (type.startsWith('xstate.done.state.')) return 'done';
  const actor = /^xstate\.(done|error|snapshot)\.actor\.(.*)$/.exec(type);
  return actor ? `${actor[1]} of ${actor[2]}` : type;
}

function guardName(guard) {
  const name = typeof guard === 'string' ? guard : typeof guard === 'function' ? guard.name : guard.type;
  return name === '' ? 'a condition' : name;
}

/** Mermaid ends a label at a colon, a semicolon or a line's end. */
function labelOf(transition, node) {
  const guard = transition.guard === undefined ? '' : ` [${guardName(transition.guard)}]`;
  return `${eventName(transition.eventType, node)}${guard}`.replaceAll(/[:;\n]/g, ' ');
}

const transitionsOf = (node) => [...(node.always ?? []), ...[...node.transitions.values()].flat()];
const isWithin = (inner, outer) =>
  inner === outer || (inner.parent !== undefined && isWithin(inner.parent, outer));

/** From, to and label of every arrow that leaves a state; what one arrow shares with another is written once. */
function arrowsOf(node) {
  const arrows = new Map();
  // An arrow from a composite to itself or into itself cannot be laid out: it leaves a pseudo-state inside.
  const inside = node.type === 'compound' || node.type === 'parallel' ? `${idOf(node)}_any` : undefined;
  for (const transition of transitionsOf(node)) {
    for (const target of transition.target ?? [node]) {
      const from = inside && isWithin(target, node) ? inside : idOf(node);
      const to = target === node ? from : idOf(target);
      const labels = arrows.get(`${from} --> ${to}`) ?? new Set();
      arrows.set(`${from} --> ${to}`, labels.add(labelOf(transition, node)));
    }
  }
  return [...arrows].map(([arrow, labels]) => ({
    text: `${arrow} : ${[...labels].join(', ')}`,
    from: arrow.split(' ')[0],
  }));
}

const indent = (lines) => lines.map((line) => `  ${line}`);

/** What stands between the braces of a composite, or in the whole diagram for the root. */
function bodyOf(node) {
  const children = Object.values(node.states);
  const lines = [];
  if (node.type === 'compound')
    for (const target of node.initial.target) lines.push(`[*] --> ${idOf(target)}`);
  const any = `${idOf(node)}_any`;
  const own = arrowsOf(node).filter(({ from }) => from === any);
  if (own.length > 0) lines.push(`state "any of these" as ${any}`, ...own.map(({ text }) => text));
  children.forEach((child, i) => {
    if (node.type === 'parallel' && i > 0) lines.push('--');
    lines.push(...stateOf(child));
  });
  return lines;
}

function stateOf(node) {
  const id = idOf(node);
  const outward = arrowsOf(node)
    .filter(({ from }) => from === id)
    .map(({ text }) => text);
  const title = `state "${node.type === 'history' ? 'where it was' : node.key}" as ${id}`;
  if (node.type === 'compound' || node.type === 'parallel')
    return [`${title} {`, ...indent(bodyOf(node)), '}', ...outward];
  if (node.type === 'final') return [title, `${id} --> [*]`];
  return [title, ...outward];
}

/** @param machine an XState machine; nothing of it is started. */
export const drawMachine = (machine) => ['stateDiagram-v2', ...indent(bodyOf(machine.root))].join('\n');

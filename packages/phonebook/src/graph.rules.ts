import type { MemberId, OpId } from '@fyteclub/identity';
import { authorise, type Refusal } from './authority.rules.ts';
import { scopeBeforeRemovals } from './effect.rules.ts';
import { appendKnown, historyOf, indexOf, keepIndex, passIndex, takeHistory } from './graph-index.rules.ts';
import type { History } from './history.rules.ts';
import type { OpGraph } from './op-graph.ts';
import { inSet } from './op-set.rules.ts';
import { dependencies, type CheckedOp } from './op.ts';
import { insertInOrder } from './order.rules.ts';
import { addsSignatures, unite } from './signatures.rules.ts';

/** Operations that may wait for what they depend on; more are refused until they come again. */
export const MAX_WAITING = 512;
/** Of these, by one author. */
export const MAX_WAITING_PER_AUTHOR = 64;

/** An operation that was given and is not kept. */
export interface Refused {
  readonly id: OpId;
  readonly code: Refusal;
}

/** The graph after operations came in, and what became of each that was not known before. */
export interface Addition {
  readonly graph: OpGraph;
  /** Newly part of the history, parents before children; may include what had been waiting. */
  readonly added: readonly CheckedOp[];
  /** Known removals that carry more signatures now. */
  readonly signed: readonly CheckedOp[];
  /** Newly waiting for something they depend on. */
  readonly waiting: readonly OpId[];
  /** What had been waiting may be among them. */
  readonly refused: readonly Refused[];
}

/** Operations in the order in which they become judgeable, and those that never do. */
function sortPool(graph: OpGraph, pool: ReadonlyMap<OpId, CheckedOp>) {
  const missing = new Map<OpId, number>();
  const children = new Map<OpId, CheckedOp[]>();
  const ready: CheckedOp[] = [];
  for (const checked of pool.values()) {
    const absent = dependencies(checked.op).filter((id) => !graph.ops.has(id));
    missing.set(checked.id, absent.length);
    for (const id of absent) children.set(id, [...(children.get(id) ?? []), checked]);
    if (absent.length === 0) ready.push(checked);
  }
  for (const parent of ready) {
    for (const child of children.get(parent.id) ?? []) {
      const left = (missing.get(child.id) ?? 0) - 1;
      missing.set(child.id, left);
      if (left === 0) ready.push(child); // the loop above reaches it
    }
  }
  return { ready, unready: [...pool.values()].filter(({ id }) => (missing.get(id) ?? 0) > 0) };
}

/**
 * Bounds what waits: first come, first kept, and no author may take all the room. Keys cost nothing to make up, so those
 * that somebody was admitted under come before all others, also where those came first.
 */
function boundWaiting(graph: OpGraph, unready: readonly CheckedOp[]) {
  const perAuthor = new Map<string, number>();
  const kept = new Map<OpId, CheckedOp>();
  const over: Refused[] = [];
  const isAdmitted = ({ op }: CheckedOp): boolean =>
    indexOf(graph).history.admissionsOf(op.author).length > 0;
  const isFull = unready.length > MAX_WAITING;
  const inTurn = isFull
    ? [...unready.filter(isAdmitted), ...unready.filter((op) => !isAdmitted(op))]
    : unready;
  for (const checked of inTurn) {
    const theirs = perAuthor.get(checked.op.author) ?? 0;
    if (kept.size >= MAX_WAITING || theirs >= MAX_WAITING_PER_AUTHOR) {
      over.push({ id: checked.id, code: 'waiting-full' });
      continue;
    }
    perAuthor.set(checked.op.author, theirs + 1);
    kept.set(checked.id, checked);
  }
  return { kept, over };
}

/** Who may ever sign for a removal: whoever was admitted at its own place, whatever became of it. */
function maySign(history: History, removal: number): (member: MemberId) => boolean {
  const past = history.pastOf(removal);
  const { target } = history.opOf('remove', removal);
  return (member) =>
    member !== target && history.admissionsOf(member).some((admission) => inSet(past, admission));
}

/** What came, by whether it is news, more signatures under something known, or not ours at all. */
function sortTold(graph: OpGraph, ops: readonly CheckedOp[]) {
  const refused: Refused[] = [];
  const pool = new Map(graph.waiting);
  const resigned: CheckedOp[] = [];
  for (const checked of ops) {
    const known = graph.ops.get(checked.id);
    const waiting = pool.get(checked.id);
    if (checked.op.shell !== graph.shell) refused.push({ id: checked.id, code: 'foreign-shell' });
    else if (known === undefined)
      pool.set(checked.id, waiting === undefined ? checked : unite(waiting, checked.signed));
    else if (addsSignatures(known, checked.signed)) resigned.push(checked);
  }
  return { pool, resigned, refused };
}

/** Signatures that came later for removals we have. */
function withSignatures(graph: OpGraph, resigned: readonly CheckedOp[]): readonly CheckedOp[] {
  if (resigned.length === 0) return [];
  const { history } = indexOf(graph);
  const grown = new Map<OpId, CheckedOp>();
  for (const { id, signed } of resigned) {
    const index = history.indexOf(id) ?? 0;
    const before = grown.get(id) ?? history.at(index);
    const united = unite(before, signed, maySign(history, index));
    if (united !== before) grown.set(id, united);
  }
  return [...grown.values()];
}

interface Judged {
  readonly added: readonly CheckedOp[];
  readonly support: OpGraph['support'];
  readonly refused: readonly Refused[];
}

/** Takes operations into a history that holds everything before them in canonical order, as far as they belong there. */
function judge(history: History, graph: OpGraph, order: readonly CheckedOp[]): Judged {
  const added: CheckedOp[] = [];
  const support = new Map<OpId, readonly OpId[]>();
  const refused: Refused[] = [];
  for (const checked of order) {
    const { id, op } = checked;
    if (graph.ops.has(id)) {
      appendKnown(history, graph, checked);
      continue;
    }
    if (dependencies(op).some((needed) => history.indexOf(needed) === undefined)) {
      refused.push({ id, code: 'depends-on-refused' });
      continue;
    }
    const past = history.pastOfNew(op);
    const judged = authorise(scopeBeforeRemovals(history, past), checked);
    if (!judged.ok) {
      refused.push({ id, code: judged.error });
      continue;
    }
    history.append(checked, past, judged.value);
    const counted =
      op.type === 'remove' ? unite(checked, checked.signed, maySign(history, history.length - 1)) : checked;
    history.settleLast(counted);
    added.push(counted);
    if (judged.value.length > 0) {
      const invites = judged.value.map((at) => history.at(at).id);
      support.set(id, invites);
    }
  }
  return { added, support, refused };
}

/**
 * Takes in operations in any order, any number of times.
 * Law: the resulting history depends only on which operations and signatures were ever given, as long as few enough
 * operations wait.
 */
export function addOps(known: OpGraph, ops: readonly CheckedOp[]): Addition {
  const { pool, resigned, refused } = sortTold(known, ops);
  const signed = withSignatures(known, resigned);
  const graph = signed.length === 0 ? known : { ...known, ops: withOps(known.ops, signed) };
  if (pool.size === 0) return { graph, added: [], signed, waiting: [], refused };

  const { ready, unready } = sortPool(graph, pool);
  const { kept, over } = boundWaiting(graph, unready);
  const waiting = unready.map(({ id }) => id).filter((id) => kept.has(id) && !graph.waiting.has(id));
  const { judged, grown } = grow(graph, ready, kept);
  return {
    graph: grown,
    added: judged.added,
    signed,
    waiting,
    refused: [...refused, ...judged.refused, ...over],
  };
}

function withOps(ops: OpGraph['ops'], more: readonly CheckedOp[]): OpGraph['ops'] {
  const all = new Map(ops);
  for (const checked of more) all.set(checked.id, checked);
  return all;
}

/** @param ready operations whose dependencies are in the graph or before them. */
function grow(
  graph: OpGraph,
  ready: readonly CheckedOp[],
  waiting: OpGraph['waiting'],
): { readonly judged: Judged; readonly grown: OpGraph } {
  if (ready.length === 0) {
    const grown = { ...graph, waiting };
    passIndex(graph, grown);
    return { judged: { added: [], support: new Map(), refused: [] }, grown };
  }
  const { order: before, heads } = indexOf(graph);
  const order = [...before];
  for (const checked of ready) insertInOrder(order, checked);
  const first = order.findIndex((checked, place) => checked !== before[place]);
  const history = first === before.length ? takeHistory(graph) : historyOf(graph, before.slice(0, first));
  const judged = judge(history, graph, order.slice(first));
  const { added, support } = judged;
  const grown = {
    shell: graph.shell,
    ops: withOps(graph.ops, added),
    support: new Map([...graph.support, ...support]),
    waiting,
  };
  keepIndex(grown, heads, added, history);
  return { judged, grown };
}

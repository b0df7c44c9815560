import type { OpId, ShellId } from '@fyteclub/identity';
import { authorise, scope, type Refusal } from './authority.rules.ts';
import { History } from './history.rules.ts';
import { dependencies, type CheckedOp } from './op.ts';

/** Operations that may wait for what they depend on; more are refused until they come again. */
export const MAX_WAITING = 512;
/** Of these, by one author. */
export const MAX_WAITING_PER_AUTHOR = 64;

/** The group's history as far as we have it: plain data, grow-only. */
export interface OpGraph {
  readonly shell: ShellId;
  /** Authorised operations, parents before children. */
  readonly ops: Readonly<Record<OpId, CheckedOp>>;
  /** For each admission, the invites that its proof was checked against. */
  readonly support: Readonly<Record<OpId, readonly OpId[]>>;
  /** Well signed, but something they depend on is missing (P28). */
  readonly waiting: Readonly<Record<OpId, CheckedOp>>;
}

export const emptyGraph = (shell: ShellId): OpGraph => ({ shell, ops: {}, support: {}, waiting: {} });

export interface Refused {
  readonly id: OpId;
  readonly code: Refusal;
}

export interface Addition {
  readonly graph: OpGraph;
  /** Newly part of the history, parents before children; may include what had been waiting. */
  readonly added: readonly CheckedOp[];
  /** Newly waiting. */
  readonly waiting: readonly OpId[];
  readonly refused: readonly Refused[];
}

export const opsOf = (graph: OpGraph): readonly CheckedOp[] => Object.values(graph.ops);

/** @param ops those of the graph in any topological order. @param room how many more will be appended. */
export function historyOf(graph: OpGraph, ops: readonly CheckedOp[] = opsOf(graph), room = 0): History {
  const history = new History(ops.length + room);
  for (const checked of ops) {
    // By place in the order given, not by when they arrived here: the first one is who invited.
    const support = (graph.support[checked.id] ?? [])
      .map((id) => history.indexOf(id) ?? 0)
      .sort((a, b) => a - b);
    history.append(checked, history.pastOfNew(checked.op), support);
  }
  return history;
}

/** Operations in the order in which they become judgeable, and those that never do. */
function sortPool(graph: OpGraph, pool: ReadonlyMap<OpId, CheckedOp>) {
  const missing = new Map<OpId, number>();
  const children = new Map<OpId, CheckedOp[]>();
  const ready: CheckedOp[] = [];
  for (const checked of pool.values()) {
    const absent = dependencies(checked.op).filter((id) => graph.ops[id] === undefined);
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

/** Bounds what waits: first come, first kept, and no author may take all the room. */
function boundWaiting(unready: readonly CheckedOp[]) {
  const perAuthor = new Map<string, number>();
  const kept: Record<OpId, CheckedOp> = {};
  const over: Refused[] = [];
  let count = 0;
  for (const checked of unready) {
    const theirs = perAuthor.get(checked.op.author) ?? 0;
    if (count >= MAX_WAITING || theirs >= MAX_WAITING_PER_AUTHOR) {
      over.push({ id: checked.id, code: 'waiting-full' });
      continue;
    }
    perAuthor.set(checked.op.author, theirs + 1);
    kept[checked.id] = checked;
    count++;
  }
  return { kept, over };
}

/**
 * Takes in operations in any order, any number of times.
 * Law: the resulting history depends only on which operations were ever given, as long as few enough wait.
 */
export function addOps(graph: OpGraph, ops: readonly CheckedOp[]): Addition {
  const refused: Refused[] = [];
  const pool = new Map(Object.values(graph.waiting).map((checked) => [checked.id, checked]));
  for (const checked of ops) {
    if (checked.op.shell !== graph.shell) refused.push({ id: checked.id, code: 'foreign-shell' });
    else if (graph.ops[checked.id] === undefined && !pool.has(checked.id)) pool.set(checked.id, checked);
  }
  if (pool.size === 0) return { graph, added: [], waiting: [], refused };

  const { ready, unready } = sortPool(graph, pool);
  const history = historyOf(graph, opsOf(graph), ready.length);
  const added: CheckedOp[] = [];
  const support: Record<OpId, readonly OpId[]> = {};
  for (const checked of ready) {
    if (dependencies(checked.op).some((id) => history.indexOf(id) === undefined)) {
      refused.push({ id: checked.id, code: 'depends-on-refused' });
      continue;
    }
    const past = history.pastOfNew(checked.op);
    const judged = authorise(scope(history, past), checked);
    if (!judged.ok) {
      refused.push({ id: checked.id, code: judged.error });
      continue;
    }
    history.append(checked, past, judged.value);
    added.push(checked);
    if (judged.value.length > 0) support[checked.id] = judged.value.map((index) => history.at(index).id);
  }
  const { kept, over } = boundWaiting(unready);
  const waiting = unready.map(({ id }) => id).filter((id) => kept[id] && graph.waiting[id] === undefined);
  return {
    graph: {
      shell: graph.shell,
      ops: { ...graph.ops, ...Object.fromEntries(added.map((checked) => [checked.id, checked])) },
      support: { ...graph.support, ...support },
      waiting: kept,
    },
    added,
    waiting,
    refused: [...refused, ...over],
  };
}

import type { OpId } from '@fyteclub/identity';
import { History } from './history.rules.ts';
import { opsOf, type OpGraph } from './op-graph.ts';
import { dependencies, type CheckedOp } from './op.ts';
import { canonicalOrder, headsOf } from './order.rules.ts';
import { signaturesHash } from './signatures.rules.ts';

/** What follows from a graph alone and is asked for again and again. */
export interface GraphIndex {
  /** All operations in canonical order. */
  readonly order: readonly CheckedOp[];
  /** The operations that no other one descends from, ascending. */
  readonly heads: readonly OpId[];
  /** See `Roster.signaturesHash`. */
  readonly signatures: Uint8Array;
  readonly history: History;
}

const indexes = new WeakMap<OpGraph, GraphIndex>();

/** An operation whose invites were found when it entered the graph. */
export function appendKnown(history: History, graph: OpGraph, checked: CheckedOp): void {
  // By place in the canonical order, not by when they arrived here: the first one is who invited.
  const support = graph.support
    .get(checked.id)
    ?.map((id) => history.indexOf(id) ?? 0)
    .sort((a, b) => a - b);
  history.append(checked, history.pastOfNew(checked.op), support);
}

/** @param ops those of the graph that come first in canonical order. */
export function historyOf(graph: OpGraph, ops: readonly CheckedOp[]): History {
  const history = new History();
  for (const checked of ops) appendKnown(history, graph, checked);
  return history;
}

export function indexOf(graph: OpGraph): GraphIndex {
  const known = indexes.get(graph);
  if (known !== undefined) return known;
  const order = canonicalOrder(opsOf(graph));
  const made = {
    order,
    heads: headsOf(order),
    signatures: signaturesHash(order),
    history: historyOf(graph, order),
  };
  indexes.set(graph, made);
  return made;
}

/** The history of a graph that is about to grow at its end. Whoever asks for the graph's index later gets a new one. */
export function takeHistory(graph: OpGraph): History {
  const { history } = indexOf(graph);
  indexes.delete(graph);
  return history;
}

/**
 * Keeps the index of a graph that has just grown.
 *
 * @param heads of the graph before.
 * @param history of the grown graph.
 */
export function keepIndex(
  graph: OpGraph,
  heads: readonly OpId[],
  added: readonly CheckedOp[],
  history: History,
): void {
  const covered = new Set(added.flatMap(({ op }) => dependencies(op)));
  const left = [...heads, ...added.map(({ id }) => id)].filter((id) => !covered.has(id));
  const { order } = history;
  indexes.set(graph, { order, heads: left.sort(), signatures: signaturesHash(order), history });
}

/** The same operations, while others wait. */
export function passIndex(from: OpGraph, to: OpGraph): void {
  const known = indexes.get(from);
  if (known !== undefined) indexes.set(to, known);
}

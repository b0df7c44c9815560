import type { OpId, ShellId } from '@fyteclub/identity';
import type { CheckedOp } from './op.ts';

/** The group's history as far as we have it: plain data, grow-only. */
export interface OpGraph {
  readonly shell: ShellId;
  /** Authorised operations, parents before children. */
  readonly ops: ReadonlyMap<OpId, CheckedOp>;
  /** For each admission, the invites that its proof was checked against. */
  readonly support: ReadonlyMap<OpId, readonly OpId[]>;
  /** Well signed, but something they depend on is missing (P28). */
  readonly waiting: ReadonlyMap<OpId, CheckedOp>;
}

/** A history of nothing, which takes operations of this syncshell alone. */
export const emptyGraph = (shell: ShellId): OpGraph => ({
  shell,
  ops: new Map(),
  support: new Map(),
  waiting: new Map(),
});

export const opsOf = (graph: OpGraph): readonly CheckedOp[] => [...graph.ops.values()];

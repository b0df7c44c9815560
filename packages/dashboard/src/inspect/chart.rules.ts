import type { StateValue } from '../api-types.ts';
import { statesOf } from './actors.rules.ts';

/** A machine's picture, as the node tells it. */
export interface ChartState {
  readonly id?: string;
  readonly type?: string;
  readonly initial?: string;
  readonly states?: Readonly<Record<string, ChartState>>;
  readonly on?: Readonly<Record<string, readonly Transition[]>>;
  readonly after?: Readonly<Record<string, readonly Transition[]>>;
  readonly always?: readonly Transition[];
  readonly onDone?: readonly Transition[];
}
interface Transition {
  readonly target?: string;
  readonly guard?: string;
  readonly actions?: readonly string[];
}

/** A box to be laid out: a state, what it does without leaving, and the states in it. */
export interface Box {
  /** Names from the machine on, with points between; "" is the machine. */
  readonly path: string;
  readonly name: string;
  readonly kind: 'state' | 'parallel' | 'final' | 'start';
  readonly lines: readonly string[];
  readonly boxes: readonly Box[];
}
export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly labels: readonly string[];
}
export interface Chart {
  readonly root: Box;
  readonly arrows: readonly Arrow[];
}

const inside = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('.')));
const isWithin = (path: string, outer: string): boolean =>
  outer === '' || path === outer || path.startsWith(`${outer}.`);

/** Where a transition leads, as a path; undefined where it leads nowhere. */
function targetOf(from: string, target: string | undefined, machine: string): string | undefined {
  if (target === undefined) return undefined;
  if (target.startsWith('.')) return inside(from, target.slice(1));
  if (target.startsWith('#')) return target === `#${machine}` ? '' : target.slice(machine.length + 2);
  return inside(parentOf(from), target);
}

function labelled(state: ChartState): readonly (readonly [string, Transition])[] {
  const each = (
    label: (name: string) => string,
    by: ChartState['on'] = {},
  ): (readonly [string, Transition])[] =>
    Object.entries(by).flatMap(([name, all]) => all.map((one) => [label(name), one] as const));
  return [
    ...each((name) => name, state.on),
    ...each((name) => `after ${name}`, state.after),
    ...(state.always ?? []).map((one) => ['always', one] as const),
    ...(state.onDone ?? []).map((one) => ['done', one] as const),
  ];
}

const withGuard = (label: string, { guard }: Transition): string =>
  guard === undefined ? label : `${label} [${guard}]`;

/**
 * What is to be drawn of a machine. What leads from one state to another that is not around it becomes an arrow, one for
 * each pair; everything else is a line in the state's own box.
 */
export function chartOf(machine: ChartState): Chart {
  const arrows = new Map<string, { from: string; to: string; labels: string[] }>();

  function join(from: string, to: string, label: string): void {
    const key = `${from} ${to}`;
    const arrow = arrows.get(key) ?? { from, to, labels: [] };
    if (label !== '') arrow.labels.push(label);
    arrows.set(key, arrow);
  }

  function boxOf(state: ChartState, path: string, name: string): Box {
    const lines: string[] = [];
    for (const [label, transition] of labelled(state)) {
      const to = targetOf(path, transition.target, machine.id ?? '');
      const text = withGuard(label, transition);
      if (to === undefined) lines.push(text);
      else if (isWithin(to, path) || isWithin(path, to)) {
        const where = to === path ? 'itself' : to === '' ? 'the start' : (to.split('.').at(-1) ?? to);
        lines.push(`${text} → ${where}`);
      } else join(path, to, text);
    }
    const inner = Object.entries(state.states ?? {});
    const boxes = inner.map(([child, one]) => boxOf(one, inside(path, child), child));
    const start: Box[] = [];
    if (state.initial !== undefined && inner.length > 1) {
      const dot = inside(path, '*');
      start.push({ path: dot, name: '', kind: 'start', lines: [], boxes: [] });
      join(dot, inside(path, state.initial), '');
    }
    const kind = state.type === 'parallel' || state.type === 'final' ? state.type : 'state';
    return { path, name, kind, lines: [...new Set(lines)], boxes: [...start, ...boxes] };
  }

  const root = boxOf(machine, '', machine.id ?? '');
  return { root, arrows: [...arrows.values()] };
}

/** Paths of every state that is active, and of those around it. */
export const litBy = (value: StateValue | undefined): ReadonlySet<string> =>
  new Set(
    statesOf(value).flatMap((state) => {
      const names = state.split('.');
      return names.map((_, at) => names.slice(0, at + 1).join('.'));
    }),
  );

/** What a transfer wants: it moves bytes or is about to, it would if it were its turn, or nothing for now. */
export type Wish = 'moves' | 'waits' | 'nothing';

export interface Standing {
  readonly wish: Wish;
  /** Since when it wants this: a lower number is earlier. */
  readonly since: number;
}

const RANK: Readonly<Record<Wish, number>> = { moves: 0, waits: 1, nothing: 2 };

/**
 * Whose turn it is, if only so many may move at a time: whoever moves already, then whoever has waited longest. While
 * there is room beyond those it is the turn of everybody else too: of whoever begins next.
 */
export function turnsOf<Each extends Standing>(all: readonly Each[], most: number): ReadonlySet<Each> {
  const first = [...all].sort((a, b) => RANK[a.wish] - RANK[b.wish] || a.since - b.since);
  const wanting = first.filter(({ wish }) => wish !== 'nothing');
  return new Set(wanting.length < most ? first : wanting.slice(0, most));
}

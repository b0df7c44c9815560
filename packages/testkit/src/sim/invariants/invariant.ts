import type { Scene } from '../scene.ts';
import type { View } from '../view.ts';

/** Something that holds at every moment, whatever has happened. */
export interface Invariant {
  /** Kebab-case, unique. */
  readonly name: string;
  /** The numbers of the properties that it guards. */
  readonly properties: readonly number[];
  /** Begins to watch a scene. What the result remembers is of this scene alone. */
  watch(scene: Scene): Watch;
}

export interface Watch {
  /** Looks at what the nodes believe now. @returns what is wrong, in a sentence. */
  check(views: readonly View[]): string | undefined;
}

/** The first thing that is wrong with any of them. */
export function firstWrong<T>(
  items: readonly T[],
  judge: (item: T) => string | undefined,
): string | undefined {
  for (const item of items) {
    const wrong = judge(item);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

import type { SeededRandom } from '../../corpus/seeded-random.ts';
import type { Scene } from '../scene.ts';
import { command, type Command } from './command.ts';

function twoOf(scene: Scene, dice: SeededRandom): { one: string; other: string } | undefined {
  const [one, other] = shuffled(
    dice,
    scene.computers.map(({ name }) => name),
  );
  return one === undefined || other === undefined ? undefined : { one, other };
}

function shuffled<T>(dice: SeededRandom, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, place: dice.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

const partition = command<{ groups: readonly (readonly string[])[] }>({
  name: 'partition',
  weight: 1.5,
  draw: (scene, dice) => {
    const names = shuffled(
      dice,
      scene.computers.map(({ name }) => name),
    );
    if (names.length < 2) return undefined;
    const first = dice.integer(1, names.length - 1);
    const second = dice.next() < 0.3 ? dice.integer(first, names.length) : names.length;
    const groups = [names.slice(0, first), names.slice(first, second), names.slice(second)];
    return { groups: groups.filter(({ length }) => length > 0) };
  },
  run: (scene, { groups }) => {
    scene.world.paths.partition(groups);
  },
});

const cut = command<{ one: string; other: string }>({
  name: 'cut',
  weight: 1.5,
  draw: twoOf,
  run: (scene, { one, other }) => {
    scene.world.paths.cut(one, other);
  },
});

const cutOneWay = command<{ one: string; other: string }>({
  name: 'cut-one-way',
  weight: 1.5,
  draw: twoOf,
  run: (scene, { one, other }) => {
    scene.world.paths.cutOneWay(one, other);
  },
});

const worsen = command<{ one: string; other: string }>({
  name: 'worsen',
  weight: 1.5,
  draw: twoOf,
  run: (scene, { one, other }) => {
    scene.world.paths.worsen(one, other);
  },
});

const heal = command<Record<string, never>>({
  name: 'heal',
  weight: 3,
  draw: (scene) => (scene.world.paths.broken ? {} : undefined),
  run: (scene) => {
    scene.world.paths.heal();
  },
});

/** What becomes of the lines between machines. */
export const netCommands: readonly Command[] = [partition, cut, cutOneWay, worsen, heal];

import { describe, expect, test } from '@jest/globals';
import { DiskImage, type CommitSide, type Mount } from './disk-image.ts';

const numbers = ({ store }: Mount) => store.book.table<number>('ops');
const rowsOf = (image: DiskImage) => numbers(image.mount()).entries();

describe.each<[CommitSide, number[]]>([
  ['before', [1]],
  ['after', [1, 2, 3]],
])('a machine that stops %s a commit', (side, left) => {
  test('P68 leaves everything of the commit or nothing, and writes nothing afterwards', () => {
    const image = new DiskImage();
    const run = image.mount();
    let stopped = 0;
    image.interrupt(2, side, () => {
      stopped += 1;
      run.detach();
    });
    numbers(run).put('1', 1);
    run.store.book.together(() => {
      numbers(run).put('2', 2);
      numbers(run).put('3', 3);
    });
    numbers(run).put('4', 4);
    expect(stopped).toBe(1);
    expect(rowsOf(image).map(([, row]) => row)).toEqual(left);
    // What is still on the stack goes on as if nothing had happened.
    expect(
      numbers(run)
        .entries()
        .map(([, row]) => row),
    ).toEqual([1, 2, 3, 4]);
  });
});

test('a change that fails after the machine has stopped takes nothing back from the disk', () => {
  const image = new DiskImage();
  const run = image.mount();
  numbers(run).put('1', 1);
  run.detach();
  const next = image.mount();
  numbers(next).put('1', 2);
  expect(() => {
    run.store.book.together(() => {
      numbers(run).put('1', 3);
      throw new Error('too late');
    });
  }).toThrow('too late');
  expect(rowsOf(image)).toEqual([['1', 2]]);
});

test('a backup of the disk stays as it was, whichever side goes on writing', () => {
  const image = new DiskImage();
  numbers(image.mount()).put('1', 1);
  const backup = image.copy();
  numbers(image.mount()).put('1', 2);
  const restored = backup.copy();
  numbers(restored.mount()).put('2', 3);
  expect([rowsOf(image), rowsOf(backup), rowsOf(restored)]).toEqual([
    [['1', 2]],
    [['1', 1]],
    [
      ['1', 1],
      ['2', 3],
    ],
  ]);
});

test('every durable commit is told, and nothing that a store could not keep is taken', () => {
  const image = new DiskImage();
  const told: number[] = [];
  image.watch((commit) => told.push(commit));
  const { store } = image.mount();
  store.node.table<number>('a').put('x', 1);
  store.node.together(() => {
    store.node.table<number>('a').put('y', 1);
    store.node.table<number>('a').put('z', 1);
  });
  expect(told).toEqual([1, 2]);
  expect(() => {
    store.node.table<unknown>('a').put('x', new Map());
  }).toThrow(TypeError);
});

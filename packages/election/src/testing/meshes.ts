import { MINUTE, person, run } from './cast.ts';
import type { electionMachine } from '../election.machine.ts';
import { Network, type Node } from './network.ts';

/** Who is linked to whom, by number; always in one piece. */
export interface Mesh {
  readonly name: string;
  readonly size: number;
  readonly edges: readonly (readonly [number, number])[];
}

const numbers = (size: number): readonly number[] => Array.from({ length: size }, (_, i) => i);

export const full = (size: number): Mesh => ({
  name: `a full mesh of ${size}`,
  size,
  edges: numbers(size).flatMap((a) => numbers(a).map((b) => [b, a] as const)),
});

export const line = (size: number): Mesh => ({
  name: `a line of ${size}`,
  size,
  edges: numbers(size - 1).map((a) => [a, a + 1] as const),
});

export const ring = (size: number): Mesh => ({
  name: `a ring of ${size}`,
  size,
  edges: [...line(size).edges, [0, size - 1]],
});

/** Two full meshes with so many links between them. */
export function twoCliques(size: number, bridges: number): Mesh {
  const half = Math.floor(size / 2);
  const within = full(size).edges.filter(([a, b]) => a < half === b < half);
  const between = numbers(bridges).map((i) => [i % half, half + (i % (size - half))] as const);
  return {
    name: `two cliques of ${size} with ${bridges} links between them`,
    size,
    edges: [...within, ...between],
  };
}

/**
 * A tree in which everybody after the first hangs on somebody before, and more links; all from these dice.
 *
 * @returns also who hangs on one of them, near or far: a side that can be cut off in one piece, as can the rest.
 */
export function grown(size: number, more: number, dice: readonly number[]) {
  let thrown = 0;
  const roll = (sides: number): number => (dice[thrown++ % dice.length] ?? 0) % sides;
  const edges = new Map<string, readonly [number, number]>();
  const add = (a: number, b: number): unknown => a !== b && edges.set([a, b].sort().join(), [a, b]);
  const cut = 1 + roll(size - 1);
  const side = new Set([cut]);
  for (const a of numbers(size).slice(1)) {
    const parent = roll(a);
    add(parent, a);
    if (side.has(parent)) side.add(a);
  }
  for (let i = 0; i < more; i++) add(roll(size), roll(size));
  const mesh: Mesh = { name: `a grown mesh of ${size}`, size, edges: [...edges.values()] };
  return { mesh, side };
}

export const pairs = (
  nodes: readonly Node[],
  edges: readonly (readonly [number, number])[],
): readonly (readonly [Node, Node])[] =>
  edges.flatMap(([a, b]) => {
    const [one, other] = [nodes[a], nodes[b]];
    return one && other ? [[one, other] as const] : [];
  });

/** A group that came together in five waves a minute apart; then it had time to settle. */
export async function groupOf(mesh: Mesh, machine?: typeof electionMachine) {
  const rings = numbers(mesh.size).map((i) => person(100 + i));
  const net = new Network(rings, machine);
  const nodes = rings.map((keys, i) => net.start(keys, run(i + 1)));
  const links = pairs(nodes, mesh.edges);
  const wave = Math.ceil(links.length / 5);
  for (let at = 0; at < links.length; at += wave) {
    await net.link(...links.slice(at, at + wave));
    await net.pass(MINUTE);
  }
  // Not at a moment in which everybody has just said something.
  await net.pass(MINUTE + 1_500);
  return { net, nodes };
}

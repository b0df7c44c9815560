import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { MemberId } from '@fyteclub/identity';
import { useFakeSignatures } from '@fyteclub/identity/testing';
import fc from 'fast-check';
import { MINUTE } from './testing/cast.ts';
import { full, groupOf, grown, line, pairs, ring, twoCliques, type Mesh } from './testing/meshes.ts';
import type { Network, Node } from './testing/network.ts';

let restore = (): void => undefined;
beforeAll(() => {
  restore = useFakeSignatures();
});
afterAll(() => restore());

const hostsOf = (nodes: readonly Node[]) => new Set(nodes.map(({ host }) => host));

/** The host of a side, once it has one of its own. */
function ownHost(side: readonly Node[]): MemberId | undefined {
  const [host] = [...hostsOf(side)];
  return hostsOf(side).size === 1 && host && side.some(({ id }) => id === host) ? host : undefined;
}

/** What everybody says every ten seconds anyway shall not fall into a moment that is counted. */
const quietMoment = (net: Network): Promise<void> => net.pass(10_000 - (net.clock.now() % 10_000) + 1_500);

/**
 * Cuts every link between the two sides, waits until each has a host of its own and then some, and heals all at
 * once. Counts what is delivered from then on until everybody names the same host.
 */
async function splitAndHeal(
  mesh: Mesh,
  isLeft: (member: number) => boolean,
  apartMs: number,
  hostDies = false,
) {
  const { net, nodes: everybody } = await groupOf(mesh);
  expect(hostsOf(everybody).size).toBe(1);
  const bridges = pairs(
    everybody,
    mesh.edges.filter(([a, b]) => isLeft(a) !== isLeft(b)),
  );
  net.cut(...bridges);
  const first = everybody.find(({ id }) => id === everybody[0]?.host);
  if (hostDies && first !== undefined) net.kill(first);
  const nodes = everybody.filter(({ isRunning }) => isRunning);
  const [left, right] = [true, false].map((side) =>
    nodes.filter((node) => isLeft(everybody.indexOf(node)) === side),
  ) as [Node[], Node[]];
  const torn = bridges.filter((ends) => ends.every(({ isRunning }) => isRunning));
  for (let s = 0; ownHost(left) === undefined || ownHost(right) === undefined; s++) {
    if (s > 600) throw new Error('a side has no host of its own');
    await net.pass(1_000);
  }
  await net.pass(apartMs);
  await quietMoment(net);
  const hosts = [ownHost(left), ownHost(right)];

  const before = net.sent.length;
  await net.link(...torn);
  for (let ms = 0; hostsOf(nodes).size > 1; ms += 100) {
    if (ms > 30_000) throw new Error('they do not agree');
    await net.pass(100);
  }
  const messages = net.sent.length - before;
  const [host] = hostsOf(nodes);
  await net.pass(2 * MINUTE);
  return { nodes, host, hosts, messages };
}

const SPLITS: readonly (readonly [Mesh, string, number])[] = [
  [full(4), 'only until both have a host', 0],
  [full(12), 'for five minutes', 5 * MINUTE],
  [line(12), 'only until both have a host', 0],
  [ring(6), 'for five minutes', 5 * MINUTE],
  [ring(12), 'only until both have a host', 0],
  [twoCliques(8, 1), 'for five minutes', 5 * MINUTE],
  [twoCliques(12, 2), 'for five minutes', 5 * MINUTE],
  [twoCliques(12, 6), 'only until both have a host', 0],
];

describe('P47 two halves agree within two messages a link, and so it stays', () => {
  test.each(SPLITS.map((split) => [split[0].name, ...split] as const))(
    '%s, apart %3$s',
    async (_, mesh, _how, apartMs) => {
      const { nodes, host, hosts, messages } = await splitAndHeal(mesh, (i) => i < mesh.size / 2, apartMs);
      expect(messages).toBeLessThanOrEqual(2 * mesh.edges.length);
      expect(hosts).toContain(host);
      expect([...hostsOf(nodes)]).toEqual([host]);
    },
  );
});

test('P47 they do so too when the host they had in common died meanwhile', async () => {
  const mesh = twoCliques(8, 4);
  const { nodes, host, hosts, messages } = await splitAndHeal(mesh, (i) => i < 4, 0, true);
  expect(messages).toBeLessThanOrEqual(2 * mesh.edges.length);
  expect(hosts).toContain(host);
  expect([...hostsOf(nodes)]).toEqual([host]);
});

test('P47 so does one who comes back to a tree: word goes out to the last twig, and nothing comes back', async () => {
  const edges = [
    [0, 1],
    [1, 2],
    [1, 3],
    [1, 4],
    [4, 5],
    [5, 6],
  ] as const;
  const tree: Mesh = { name: 'a tree', size: 7, edges };
  const { messages } = await splitAndHeal(tree, (i) => i === 0, 0);
  expect(messages).toBeLessThanOrEqual(2 * edges.length);
});

test('P47 so do any two sides of any mesh', async () => {
  const split = fc.record({
    size: fc.integer({ min: 4, max: 12 }),
    more: fc.integer({ min: 0, max: 10 }),
    dice: fc.array(fc.nat(1_000), { minLength: 1, maxLength: 40 }),
    apartMs: fc.constantFrom(0, MINUTE, 5 * MINUTE),
  });
  await fc.assert(
    fc.asyncProperty(split, async ({ size, more, dice, apartMs }) => {
      const { mesh, side } = grown(size, more, dice);
      const { nodes, host, hosts, messages } = await splitAndHeal(mesh, (i) => side.has(i), apartMs);
      expect(messages).toBeLessThanOrEqual(2 * mesh.edges.length);
      expect(hosts).toContain(host);
      expect([...hostsOf(nodes)]).toEqual([host]);
    }),
    { numRuns: 10 },
  );
}, 120_000);

import { expect, test } from '@jest/globals';
import { groupInMemory } from './a-group-in-memory.ts';
import { createMyNode } from './my-own-election.ts';

test('two nodes whose election was swapped agree on the lowest key', async () => {
  const { nodes, end } = await groupInMemory(createMyNode, 'Ada', 'Ben');
  try {
    const hosts = nodes.map((node) => {
      const status = node.status();
      return status.ok ? status.value.shells[0]?.host?.id : undefined;
    });
    const members = nodes[0]?.members({});
    const lowest = members?.ok === true ? members.value.members.map(({ id }) => id).sort()[0] : undefined;
    expect(lowest).toBeDefined();
    expect(hosts).toEqual([lowest, lowest]);
  } finally {
    await end();
  }
}, 60_000);

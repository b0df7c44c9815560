import { expect, test } from '@jest/globals';
import { createNode } from '@fyteclub/app';
import { groupInMemory } from './a-group-in-memory.ts';

test('a group of three lives in this process', async () => {
  const { nodes, end } = await groupInMemory(createNode, 'Ada', 'Ben', 'Cleo');
  try {
    for (const node of nodes)
      expect(node.status()).toMatchObject({ value: { shells: [{ name: 'Raid night', members: 3 }] } });
  } finally {
    await end();
  }
}, 60_000);

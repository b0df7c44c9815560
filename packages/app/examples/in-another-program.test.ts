import { expect, test } from '@jest/globals';
import { nodeInAnotherProgram } from './in-another-program.ts';

test('a node lives inside another program, alone and therefore host', async () => {
  const { shells } = await nodeInAnotherProgram();
  expect(shells).toMatchObject([
    { name: 'Raid night', state: 'member', members: 1, online: 1, host: { name: 'Ada', me: true } },
  ]);
});

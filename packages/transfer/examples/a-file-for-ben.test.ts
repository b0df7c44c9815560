import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { giveToBen } from './a-file-for-ben.ts';

test('the example brings Ben the file that Ada shares', async () => {
  const file = randomBytes(500_000);
  expect(Buffer.compare(await giveToBen(file), file)).toBe(0);
});

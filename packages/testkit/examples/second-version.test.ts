import { expect, test } from '@jest/globals';
import { secondVersion } from './second-version.ts';

test('the example tells nine files of sixty', async () => {
  expect(await secondVersion()).toHaveLength(9);
});

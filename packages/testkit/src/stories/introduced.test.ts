import { expect, test } from '@jest/globals';
import { castOf, inviteFrom, untilAllOnline } from '../processes/cast.ts';
import { until } from '../processes/until.ts';

/** Enough to join by one code, and then no dial of theirs finds anybody. */
const BEHIND_A_ROUTER = { dials: 1 };

test('Ben and Cleo, who cannot dial each other, are introduced by Ada', async () => {
  const { Ada, Ben, Cleo } = await castOf('Ada', 'Ben', 'Cleo');
  await Promise.all([
    Ada.up({ underTest: { dials: 0 } }),
    Ben.up({ underTest: BEHIND_A_ROUTER }),
    Cleo.up({ underTest: BEHIND_A_ROUTER }),
  ]);
  await Ada.create('Raid night');
  await Ben.join((await inviteFrom(Ada)).code);
  await untilAllOnline(Ada, Ben);
  await Cleo.join((await inviteFrom(Ada, Ben)).code);
  await untilAllOnline(Ada, Ben, Cleo);

  const pathToCleo = async (): Promise<string | null | undefined> =>
    (await Ben.members()).find(({ name }) => name === 'Cleo')?.path;
  const path = await until(pathToCleo, { what: 'Ben to be linked to Cleo' });
  expect(path).toBe('direct');
});

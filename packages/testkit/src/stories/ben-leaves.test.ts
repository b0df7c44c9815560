import { expect, test } from '@jest/globals';
import { castOf, formSyncshell, inviteFrom, untilAllOnline } from '../processes/cast.ts';
import { until } from '../processes/until.ts';

test('Ben leaves for good, and comes back as somebody new', async () => {
  const { Ada, Ben, Cleo } = await castOf('Ada', 'Ben', 'Cleo');
  await formSyncshell(Ada, Ben, Cleo);
  const before = (await Ben.status()).shells[0]?.me.id;
  expect((await Ben.run(['leave'])).json).toEqual({ left: true });

  for (const person of [Ada, Cleo]) {
    const gone = async (): Promise<boolean> => (await person.members()).every(({ name }) => name !== 'Ben');
    await until(gone, { what: `Ben to be gone at ${person.name}`, everyMs: 250 });
  }
  expect((await Ben.status()).shells).toEqual([]);

  const { me } = await Ben.join((await inviteFrom(Ada, Cleo)).code);
  expect(me.id).not.toBe(before);
  await untilAllOnline(Ada, Ben, Cleo);
});

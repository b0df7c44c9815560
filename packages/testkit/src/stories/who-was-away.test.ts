import { expect, test } from '@jest/globals';
import { castOf, formSyncshell, inviteFrom, untilAllOnline } from '../processes/cast.ts';

test('Ada, who was away when Cleo joined, meets her with nobody there who knows both', async () => {
  const { Ada, Ben, Cleo } = await castOf('Ada', 'Ben', 'Cleo');
  await formSyncshell(Ada, Ben);
  await Ada.node.stop();
  await untilAllOnline(Ben);
  await Cleo.up();
  await Cleo.join((await inviteFrom(Ben)).code);
  await untilAllOnline(Ben, Cleo);
  await Ben.node.stop();

  await Ada.up();
  await untilAllOnline(Ada, Cleo);
  const invitedBy = (await Ada.members()).find(({ name }) => name === 'Cleo')?.invitedBy;
  expect(invitedBy).toMatchObject({ name: 'Ben' });
});

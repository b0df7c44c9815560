import { OVERLAY } from '@fyteclub/transport';
import { afterAll, expect, jest, test } from '@jest/globals';
import { Friends } from './testing/friends.ts';

const friends = new Friends(OVERLAY);

jest.setTimeout(60_000);
afterAll(() => friends.end());

test('whoever gives a join up for good can begin it again, in the same run of the node', async () => {
  await friends.gather(['Ada']);
  const ben = await friends.up('Ben');
  const { code } = await friends.invite();
  for (let times = 0; times < 2; times++) {
    const given = new AbortController();
    for await (const step of ben.join({ code, as: 'Ben', useReply: true }, given.signal))
      if (step.ok && step.value.state === 'reply-needed') given.abort();
    expect(ben.status()).toMatchObject({ ok: true, value: { shells: [{ state: 'joining' }] } });
    expect(await ben.leave({})).toEqual({ ok: true, value: { left: true } });
    expect(ben.status()).toMatchObject({ ok: true, value: { shells: [] } });
  }
  let last: unknown;
  for await (const step of ben.join({ code, as: 'Ben' }, new AbortController().signal)) last = step;
  expect(last).toMatchObject({ ok: true, value: { state: 'joined' } });
});

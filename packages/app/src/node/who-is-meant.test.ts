import { OVERLAY } from '@fyteclub/transport';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Friends, valueOf } from '../shell/testing/friends.ts';

const friends = new Friends(OVERLAY);

jest.setTimeout(60_000);
beforeAll(() => friends.gather(['Ada', 'Ben']));
afterAll(() => friends.end());

const code = (outcome: { ok: boolean; error?: { code: string } }): string | undefined => outcome.error?.code;
const never = new AbortController().signal;

test('whoever names herself is told that this is she, by name and by id', () => {
  const ada = friends.node('Ada');
  const [shell] = valueOf(ada.status()).shells;
  for (const member of ['Ada', 'ada', shell!.me.id.slice(0, 6)]) {
    expect(code(ada.remove({ member }))).toBe('yourself');
    expect(code(ada.near({ member, metres: 3 }))).toBe('yourself');
    expect(code(ada.remember({ member, note: 'me' }))).toBe('yourself');
  }
  const ben = valueOf(ada.members({})).members.find(({ me }) => !me);
  expect(code(ada.near({ member: ben!.id.slice(0, 3), metres: 3 }))).toBe('start-too-short');
  expect(code(ada.members({ shell: shell!.id.slice(0, 2) }))).toBe('start-too-short');
  expect(code(ada.near({ member: 'Cleo', metres: 3 }))).toBe('unknown-member');
});

test('an invite is taken back by its code or by the start of its id, and never by nothing', async () => {
  const ada = friends.node('Ada');
  const { code: first } = await friends.invite();
  expect(code(ada.revoke({ invite: '' }))).toBe('unknown-invite');
  const one = valueOf(ada.revoke({ invite: first })).invite;
  expect(one.state).toBe('revoked');
  expect(code(ada.revoke({ invite: `${first.slice(0, -1)}!` }))).toMatch(/^code-/);
  expect(code(ada.revoke({ invite: one.id.slice(0, 3) }))).toBe('start-too-short');
  expect(code(ada.revoke({ invite: one.id.slice(0, 8) }))).toBe('invite-revoked');
  expect(code(ada.sign({ removal: '' }))).toBe('unknown-removal');
});

test('an invite for less than a minute is none', () => {
  expect(code(friends.node('Ada').invite({ expiresInMs: 1_000 }))).toBe('invite-too-short');
});

test('the reply of a friend who has arrived is known for that at once', async () => {
  const { code: invite } = await friends.invite();
  const cleo = await friends.up('Cleo');
  let reply = '';
  for await (const step of cleo.join({ code: invite, as: 'Cleo', useReply: true }, never)) {
    const told = valueOf(step);
    if (told.state !== 'reply-needed') continue;
    reply = told.reply;
    void friends.node('Ada').reply({ code: reply }, never);
  }
  await friends.until('Ada to hear of Cleo', () =>
    valueOf(friends.node('Ada').members({})).members.some(({ name }) => name === 'Cleo'),
  );
  const again = await friends.node('Ada').reply({ code: reply }, never);
  expect(again).toMatchObject({
    ok: false,
    error: { code: 'reply-used', message: expect.stringContaining('Cleo') },
  });
});

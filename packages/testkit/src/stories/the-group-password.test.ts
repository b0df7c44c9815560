import { expect, test } from '@jest/globals';
import { castOf, inviteFrom, untilAllOnline, type CastMember } from '../processes/cast.ts';

const join = (person: CastMember, code: string, password?: string) =>
  person.ask(['join', '-', '--as', person.name, ...(password === undefined ? [] : ['--password-stdin'])], {
    stdin: password === undefined ? code : `${code}\n${password}\n`,
  });
const codeOf = ({ json }: Awaited<ReturnType<typeof join>>): unknown =>
  (json as { error?: { code: string } }).error?.code;

test('P13 whoever joins must know the password, once; three wrong ones burn the invite', async () => {
  const { Ada, Ben, Eve } = await castOf('Ada', 'Ben', 'Eve');
  await Promise.all([Ada, Ben, Eve].map((person) => person.up()));
  await Ada.run(['create', 'Raid night', '--as', 'Ada', '--password-stdin'], { stdin: 'kupo' });

  const invite = await inviteFrom(Ada);
  expect(codeOf(await join(Eve, invite.code))).toBe('password-needed');
  for (const guess of ['moogle', 'kupo ', 'KUPO'])
    expect(codeOf(await join(Eve, invite.code, guess))).toBe('password-wrong');
  expect(codeOf(await join(Eve, invite.code, 'kupo'))).toBe('invite-revoked');
  expect((await Eve.status()).shells).toEqual([]);

  expect((await join(Ben, (await inviteFrom(Ada)).code, 'kupo')).exitCode).toBe(0);
  await untilAllOnline(Ada, Ben);
  // Coming back asks for nothing.
  await Ben.node.stop();
  await Ben.up();
  await untilAllOnline(Ada, Ben);

  // Changed, the old one is worth nothing; gone, nobody is asked.
  await Ada.run(['password', '--password-stdin'], { stdin: 'pompom' });
  const later = await inviteFrom(Ada, Ben);
  expect(codeOf(await join(Eve, later.code, 'kupo'))).toBe('password-wrong');
  expect((await join(Eve, later.code, 'pompom')).exitCode).toBe(0);
  await untilAllOnline(Ada, Ben, Eve);
  expect((await Ada.run(['password', '--none'])).json).toMatchObject({ password: false });
});

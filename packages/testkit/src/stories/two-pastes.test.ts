import { expect, test } from '@jest/globals';
import { castOf, untilAllOnline } from '../processes/cast.ts';

test('P62 Ben is let in by invite plus reply', async () => {
  const { Ada, Ben } = await castOf('Ada', 'Ben');
  await Promise.all([Ada.up(), Ben.up()]);
  await Ada.create('Raid night');
  const joining = Ben.start(['join', '-', '--as', 'Ben', '--use-reply'], {
    stdin: (await Ada.invite()).code,
  });
  const { reply } = await joining.line(({ state }) => state === 'reply-needed', 'Ben’s reply code');
  const { json } = await Ada.run(['reply', '-'], { stdin: String(reply) });
  expect(json).toMatchObject({ state: 'joined', member: { name: 'Ben' } });
  expect(await joining.done).toMatchObject({ exitCode: 0, json: { state: 'joined', me: { name: 'Ben' } } });
  await untilAllOnline(Ada, Ben);
});

test('a reply pasted at the wrong friend says so', async () => {
  const { Ada, Ben, Eve } = await castOf('Ada', 'Ben', 'Eve');
  await Promise.all([Ada.up(), Ben.up(), Eve.up()]);
  await Ada.create('Raid night');
  await Eve.create('Another night');
  const joining = Ben.start(['join', '-', '--as', 'Ben', '--use-reply'], {
    stdin: (await Ada.invite()).code,
  });
  const { reply } = await joining.line(({ state }) => state === 'reply-needed', 'Ben’s reply code');
  const refused = await Eve.ask(['reply', '-'], { stdin: String(reply) });
  expect(refused).toMatchObject({ exitCode: 1, json: { error: { code: 'reply-not-ours' } } });
  await Ada.run(['reply', '-'], { stdin: String(reply) });
  expect((await joining.done).exitCode).toBe(0);
});

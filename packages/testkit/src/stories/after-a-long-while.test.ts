/** @waits */
import { expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { castOf, untilAllOnline } from '../processes/cast.ts';

/** ICE agents give up after 39.5 s; neither an invite nor a reply may live in one. */
const TWO_AGENT_LIFETIMES_MS = 80_000;

/** Both wait at the same time: waiting twice would show nothing more. */
test('P61 P62 an invite alone, and an invite with its reply, still let people in long after they were made', async () => {
  const { Ada, Ben, Cleo, Dora } = await castOf('Ada', 'Ben', 'Cleo', 'Dora');
  await Promise.all([Ada, Ben, Cleo, Dora].map((person) => person.up()));
  await Ada.create('Raid night');
  await Cleo.create('Another night');
  const { code } = await Ada.invite();
  const joining = Dora.start(['join', '-', '--as', 'Dora', '--use-reply'], {
    stdin: (await Cleo.invite()).code,
    timeoutMs: 170_000,
  });
  const { reply } = await joining.line(({ state }) => state === 'reply-needed', 'Dora’s reply code');
  await sleep(TWO_AGENT_LIFETIMES_MS);

  await Ben.join(code);
  await untilAllOnline(Ada, Ben);
  const { json } = await Cleo.run(['reply', '-'], { stdin: String(reply) });
  expect(json).toMatchObject({ state: 'joined', member: { name: 'Dora' } });
  expect(await joining.done).toMatchObject({ exitCode: 0, json: { state: 'joined', me: { name: 'Dora' } } });
  await untilAllOnline(Cleo, Dora);
});

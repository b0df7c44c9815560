import { expect, test } from '@jest/globals';
import { cp } from 'node:fs/promises';
import type { Removal, Removed } from '../processes/answers.ts';
import { castOf, formSyncshell } from '../processes/cast.ts';
import { shellOf, untilNewEpoch, untilRoster, untilState } from '../processes/rosters.ts';
import { until } from '../processes/until.ts';

test('P30 P31 P36 P70 of ten members two must sign, of nine one; whoever is out finds every door shut', async () => {
  const { Ada, Ben, Cleo, Dan, Fay, Gus, Hal, Ivy, Joe, Eve } = await castOf(
    'Ada',
    'Ben',
    'Cleo',
    'Dan',
    'Fay',
    'Gus',
    'Hal',
    'Ivy',
    'Joe',
    'Eve',
  );
  await formSyncshell(Ada, Ben, Cleo, Dan, Fay, Gus, Hal, Ivy, Joe, Eve);
  const { epoch: first } = await shellOf(Ada);
  await cp(Eve.home, `${Eve.home} before`, { recursive: true });

  const proposed = (await Ben.run(['remove', 'Eve'])).json as unknown as Removed;
  expect(proposed.removal).toMatchObject({ state: 'proposed', signatures: 1, needed: 2 });
  const open = (): Promise<Removal> =>
    until(
      async () =>
        ((await Cleo.run(['removals'])).json as unknown as { removals: Removal[] }).removals.find(
          ({ state }) => state === 'proposed',
        ),
      { what: 'Cleo to hear of the proposal', everyMs: 250 },
    );
  const { id } = await open();
  expect((await Ben.ask(['sign', id])).json).toMatchObject({ error: { code: 'removal-signed' } });
  expect((await Eve.ask(['sign', id])).json).toMatchObject({ error: { code: 'removal-not-yours' } });
  expect((await shellOf(Eve)).state).toBe('member');

  expect((await Cleo.run(['sign', id.slice(0, 8)])).json).toMatchObject({
    removal: { signatures: 2, needed: 2 },
  });
  await untilState(Eve, 'removed');
  const nine = [Ada, Ben, Cleo, Dan, Fay, Gus, Hal, Ivy, Joe];
  await untilRoster(...nine);
  const second = await untilNewEpoch(nine, first);

  const one = (await Dan.run(['remove', 'Joe'])).json as unknown as Removed;
  expect(one.removal).toMatchObject({ signatures: 1, needed: 1 });
  await untilState(Joe, 'removed');
  const eight = nine.filter((person) => person !== Joe);
  await untilRoster(...eight);
  await untilNewEpoch(eight, first, second);

  // Eve again as she was before, with every key she ever had: each door she knocks at tells her the same.
  await Eve.node.stop();
  await cp(`${Eve.home} before`, Eve.home, { recursive: true, force: true });
  await Eve.up();
  await untilState(Eve, 'removed');
  for (const person of eight) expect((await person.members()).map(({ name }) => name)).not.toContain('Eve');
});

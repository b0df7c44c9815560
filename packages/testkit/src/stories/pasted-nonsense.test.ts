import { expect, test } from '@jest/globals';
import { castOf } from '../processes/cast.ts';

test('P58 P60 what is no code is told apart, and the node lives on', async () => {
  const { Ada, Ben } = await castOf('Ada', 'Ben');
  await Promise.all([Ada.up(), Ben.up()]);
  await Ada.create('Raid night');
  const { code } = await Ada.invite();
  const at = 40;
  const typo = code.slice(0, at) + (code[at] === '2' ? '3' : '2') + code.slice(at + 1);
  const pastes: [string, string][] = [
    ['', 'code-empty'],
    ['hello Ben, join us!', 'code-garbage'],
    [typo, 'code-typo'],
    [code.slice(0, -30), 'code-cut-off'],
    [code.repeat(12), 'code-too-long'],
  ];
  for (const [pasted, expected] of pastes) {
    const { exitCode, json } = await Ben.ask(['join', '-', '--as', 'Ben'], { stdin: pasted });
    expect(json).toMatchObject({ error: { code: expected } });
    expect(exitCode).toBe(1);
  }
  // As a chat may mangle it: a quote, a line break, a space that nobody sees.
  await Ben.join(`> \`${code.slice(0, 60)}\n${code.slice(60, 90)}\u200b${code.slice(90)}\` `.slice(2));
});

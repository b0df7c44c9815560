import { describe, expect, test } from '@jest/globals';
import { layoutsIn, numbersIn } from './read-layouts.mjs';
import { show, withoutSample } from './write-wire-format.mjs';

const LABELS = { token: 'fyteclub/token', leave: 'fyteclub/op.leave' };

describe('layouts are read from sources', () => {
  test('fields in their order, with constants as numbers and what is spread into them', () => {
    const source = `
      const VERSION = 2;
      const MAX = 4 * 1024;
      const PAIR = list(bytes(512), 2);
      const header = { shell: shellId, at: u64 };
      const A = layout<Token>(LABELS.token, VERSION, { ...header, shown: PAIR, endpoint, text: text(MAX) });
      const B = layout<Leave>(LABELS.leave, 1, header);
    `.replaceAll(/^ {6}/gm, '');
    const header = [
      { name: 'shell', form: 'shellId' },
      { name: 'at', form: 'u64' },
    ];
    expect(layoutsIn(source, LABELS)).toEqual([
      {
        label: 'fyteclub/token',
        version: 2,
        fields: [
          ...header,
          { name: 'shown', form: 'list(bytes(512), 2)' },
          { name: 'endpoint', form: 'endpoint' },
          { name: 'text', form: 'text(4096)' },
        ],
      },
      { label: 'fyteclub/op.leave', version: 1, fields: header },
    ]);
  });

  test('a label that nobody declared is an error', () => {
    expect(() => layoutsIn('layout(LABELS.ghost, 1, {});', LABELS)).toThrow('LABELS.ghost');
  });

  test('a number may be made of others, and a name that means two numbers means none', () => {
    const numbers = numbersIn(['const A = B * 2;\nexport const B = 21;\nconst C = 1;', 'const C = 2;']);
    expect(Object.fromEntries(numbers)).toEqual({ A: 42, B: 21, C: undefined });
  });
});

test('a message without a sample is told', () => {
  const text = `export interface Ping {\n  readonly type: 'election.ping';\n}\n`;
  expect(withoutSample([text], {})).toEqual(['election.ping']);
  expect(withoutSample([text], { x: { samples: [{ whole: { type: 'election.ping' } }] } })).toEqual([]);
});

test('bodies are shown with bytes as hexadecimal, long ones by their length', () => {
  const body = { type: 'x', few: Uint8Array.of(1, 255), many: new Uint8Array(72), list: [1, null] };
  expect(show(body)).toBe('{ type: "x", few: <01ff>, many: <72 bytes>, list: [1, null] }');
});

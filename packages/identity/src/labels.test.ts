import { expect, test } from '@jest/globals';
import { concat, utf8 } from './bytes.ts';
import { verify } from './key-ring.ts';
import { LABELS } from './labels.ts';
import { domain } from './layout.ts';
import { person } from './testing/index.ts';

const labels = Object.values(LABELS);

test('P1 no label is another or the beginning of another', () => {
  for (const [i, label] of labels.entries())
    for (const [j, other] of labels.entries()) if (i !== j) expect(other.startsWith(label)).toBe(false);
});

test('P1 a signature made under one label verifies under that one alone', () => {
  const ada = person('Ada');
  const body = utf8('the same body');
  const under = (label: (typeof labels)[number]): Uint8Array => concat(domain(label, 1), body);
  for (const label of labels) {
    const signature = ada.ring.sign(under(label));
    const accepting = labels.filter((other) => verify(ada.id, under(other), signature));
    expect(accepting).toEqual([label]);
    expect(verify(ada.id, concat(domain(label, 2), body), signature)).toBe(false);
  }
});

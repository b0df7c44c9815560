import { expect, test } from '@jest/globals';
import { utf8 } from './bytes.ts';
import { pairOpen, pairSeal, type Pair } from './pair-seal.ts';
import { person, shellNamed, type Person } from './testing/index.ts';

const [ada, ben, cleo] = [person('Ada'), person('Ben'), person('Cleo')];
const shell = shellNamed('raid night');
const between = (from: Person, to: Person, where = shell): Pair => ({
  ring: from.ring,
  shell: where,
  peer: { member: to.id, kx: to.ring.kxPublic },
});
const context = utf8('introduction');
const note = utf8('my addresses');
const sealed = pairSeal(between(ada, ben), context, note);
const box = sealed.ok ? sealed.value : new Uint8Array();
const forged = { ok: false, error: 'not-authentic' };

test('Ben opens what Ada sealed for him and Cleo carried', () => {
  expect(pairOpen(between(ben, ada), context, box)).toEqual({ ok: true, value: note });
});

test('Cleo, who carried it, opens nothing', () => {
  expect(pairOpen(between(cleo, ada), context, box)).toEqual(forged);
});

test('it opens nowhere else: not back at Ada, in another group, context or after a change', () => {
  expect(pairOpen(between(ada, ben), context, box)).toEqual(forged);
  expect(pairOpen(between(ben, ada, shellNamed('x')), context, box)).toEqual(forged);
  expect(pairOpen(between(ben, ada), utf8('other'), box)).toEqual(forged);
  expect(
    pairOpen(
      between(ben, ada),
      context,
      box.map((byte, i) => (i === 30 ? byte ^ 1 : byte)),
    ),
  ).toEqual(forged);
  for (const length of [0, 10, 24, 39])
    expect(pairOpen(between(ben, ada), context, box.subarray(0, length))).toEqual(forged);
});

test('Eve, who says that the key of Ada is hers, cannot pass off what Ada wrote as her own', () => {
  const thief = { ...between(ben, person('Eve')), peer: { member: person('Eve').id, kx: ada.ring.kxPublic } };
  expect(pairOpen(thief, context, box)).toEqual(forged);
});

test('nor, if she says so of the key of Ben, have him take what was written for her', () => {
  const toEve = { ...between(ada, ben), peer: { member: person('Eve').id, kx: ben.ring.kxPublic } };
  const hers = pairSeal(toEve, context, note);
  expect(pairOpen(between(ben, ada), context, hers.ok ? hers.value : new Uint8Array())).toEqual(forged);
});

test('two seals of the same note differ', () => {
  expect(pairSeal(between(ada, ben), context, note)).not.toEqual(sealed);
});

test.each([new Uint8Array(32), new Uint8Array(31)])('a worthless key is named, not used', (kx) => {
  const pair = { ...between(ada, ben), peer: { member: ben.id, kx } };
  expect(pairSeal(pair, context, note)).toEqual({ ok: false, error: 'bad-key' });
  expect(pairOpen(pair, context, box)).toEqual({ ok: false, error: 'bad-key' });
});

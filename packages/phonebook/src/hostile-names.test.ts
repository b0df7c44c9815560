import { expect, test } from '@jest/globals';
import { utf8 } from '@fyteclub/identity';
import fc from 'fast-check';
import { checkName, displayName, fitsName, NAME_BYTES, NAME_CHARACTERS } from './name.rules.ts';

test('an ordinary name stays as it is', () => {
  for (const name of ['Ada', 'Y’shtola Rhul', '水晶', 'Élodie', 'x_Ben_x']) {
    expect(displayName(name)).toBe(name);
    expect(checkName(name)).toEqual({ ok: true, value: name });
  }
});

test('control, direction and invisible characters are gone', () => {
  expect(displayName('Ada\u202Enimda')).toBe('Adanimda');
  expect(displayName('Ad\u200Ba\u2066\uFEFF')).toBe('Ada');
  expect(displayName('\u001b[31mAda\u0007')).toBe('[31mAda');
  expect(displayName('Ada\r\nBen\tsays')).toBe('Ada Ben says');
  expect(displayName('\u2028 Ada \u00a0 Ben ')).toBe('Ada Ben');
});

test('whatever is told, what is shown is bounded, harmless and stable', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const shown = displayName(text);
      expect(Array.from(shown).length).toBeLessThanOrEqual(NAME_CHARACTERS);
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(displayName(shown)).toBe(shown);
    }),
  );
});

test('what a person types is checked: a name that passes fits what is signed', () => {
  expect(checkName('  ')).toEqual({ ok: false, error: 'name-empty' });
  expect(checkName('\u200b')).toEqual({ ok: false, error: 'name-empty' });
  expect(checkName('a'.repeat(33))).toEqual({ ok: false, error: 'name-too-long' });
  expect(checkName('😀'.repeat(25))).toEqual({ ok: false, error: 'name-too-long' });
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const checked = checkName(text);
      if (!checked.ok) return;
      expect(fitsName(checked.value)).toBe(true);
      expect(utf8(checked.value).length).toBeLessThanOrEqual(NAME_BYTES);
    }),
  );
});

import { expect, test } from '@jest/globals';
import { parseDuration, parseMetres, showBytes, showDuration, showFiles, showMoment } from './units.ts';

test('durations are read as people write them', () => {
  expect(['30m', '1h', '2d', '45 s'].map((text) => parseDuration(text))).toEqual(
    [1_800_000, 3_600_000, 172_800_000, 45_000].map((value) => ({ ok: true, value })),
  );
  for (const text of ['', '0h', '1w', '-1h', 'soon', '1.5h']) {
    expect(parseDuration(text)).toMatchObject({ ok: false, error: { code: 'bad-duration' } });
  }
});

test('metres are a number or off', () => {
  expect(parseMetres('12.5')).toEqual({ ok: true, value: 12.5 });
  expect(parseMetres('off')).toEqual({ ok: true, value: null });
  for (const text of ['', '-1', '1e3', '0.0000001', '20000', 'near']) {
    expect(parseMetres(text)).toMatchObject({ ok: false, error: { code: 'bad-metres' } });
  }
});

test('sizes and times are shown short', () => {
  expect([0, 999, 1200, 1_234_567, 500_000_000].map(showBytes)).toEqual([
    '0 B',
    '999 B',
    '1.2 kB',
    '1.2 MB',
    '500 MB',
  ]);
  expect([999_499, 999_950, 99_960_000, 1e15].map(showBytes)).toEqual([
    '999 kB',
    '1.0 MB',
    '100 MB',
    '1000 TB',
  ]);
  expect([1, 5].map(showFiles)).toEqual(['1 file', '5 files']);
  expect([4, 61, 3725, 90_000].map(showDuration)).toEqual(['4 s', '1 min', '1 h 2 min', '1 d 1 h']);
});

test('a moment of today is a time, and another has its day', () => {
  const noon = new Date(2026, 11, 24, 12, 30).getTime();
  expect(showMoment(noon, noon + 3_600_000)).toMatch(/12:30/);
  expect(showMoment(noon, noon)).not.toMatch(/24|2026/);
  expect(showMoment(noon, noon + 86_400_000)).toMatch(/24.*12:30/);
});

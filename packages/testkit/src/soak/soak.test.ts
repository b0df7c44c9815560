import { expect, test } from '@jest/globals';
import { makeFolder } from '../processes/homes.ts';
import { figuresOf } from './figures.ts';
import { parseSoakOptions } from './options.ts';
import { growthIn, row } from './report.ts';
import { soak, type Sample } from './soak.ts';

test('P68 whoever is killed at random comes back as before or as after, and nobody loses anything', async () => {
  const rows: string[] = [];
  const options = { seed: '3', minutes: 3, kills: 6, json: false };
  const result = await soak(options, await makeFolder(), (samples, counts) => {
    rows.push(row(samples, counts));
  });
  expect(result.broken).toBeUndefined();
  expect(result.counts.kills).toBeGreaterThanOrEqual(6);
  expect(result.counts.restarts).toBeGreaterThanOrEqual(4);
  expect(result.samples).toHaveLength(4 * rows.length);
  for (const { rss, handles } of result.samples) {
    if (process.platform !== 'linux') continue;
    expect(rss).toBeGreaterThan(0);
    expect(handles).toBeGreaterThan(0);
  }
});

test('what a process takes is read from the system; one that is gone takes nothing', async () => {
  if (process.platform !== 'linux') return;
  const { rss, handles } = await figuresOf(process.pid);
  expect(rss).toBeGreaterThan(1_000_000);
  expect(handles).toBeGreaterThan(2);
  expect(await figuresOf(2 ** 22 + 1)).toEqual({ rss: null, handles: null });
});

test('growth is told of the process that lived longest, not of the one before it', () => {
  const sample = (pid: number, ageSeconds: number, rss: number): Sample => ({
    second: 0,
    node: 'Ada',
    pid,
    ageSeconds,
    rss,
    handles: rss + 1,
  });
  expect(growthIn([sample(1, 5, 900), sample(2, 1, 10), sample(2, 50, 20), sample(3, 9, 1)])).toEqual({
    node: 'Ada',
    ageSeconds: 50,
    rss: [10, 20],
    handles: [11, 21],
  });
  expect(growthIn([])).toBeUndefined();
});

test('it goes on for minutes, for kills, or for whichever ends first', () => {
  const parse = (...argv: string[]) => parseSoakOptions(argv, () => 'drawn');
  const value = { seed: 'drawn', minutes: 10, kills: Infinity, json: false };
  expect(parse()).toEqual({ ok: true, value });
  expect(parse('--kills', '200')).toEqual({ ok: true, value: { ...value, minutes: Infinity, kills: 200 } });
  expect(parse('--minutes', '0.5', '--kills', '2', '--seed', 'x', '--json')).toEqual({
    ok: true,
    value: { seed: 'x', minutes: 0.5, kills: 2, json: true },
  });
  for (const bad of [['--kills', '0'], ['--minutes', 'soon'], ['--what']])
    expect(parse(...bad).ok).toBe(false);
});

import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { defaultConfigText, loadConfig, parseConfig } from './config.ts';

const read = (text: string, env = {}) => parseConfig('config.toml', text, env);

describe('Ada writes her config', () => {
  test('an empty file gives every default', () => {
    expect(read('')).toMatchObject({
      ok: true,
      value: { name: '', network: { bind: '', udp_port: 0, stun: [] }, game: { range_metres: 50 } },
    });
  });

  test('the file of a first start says the same as no file at all', () => {
    expect(read(defaultConfigText())).toEqual(read(''));
  });

  test('a mistyped key is named with its line, and what can be done', () => {
    expect(read('name = "Ada"\n[network]\nudp_prot = 4000\n')).toMatchObject({
      ok: false,
      error: { code: 'config-invalid', message: 'config.toml, line 3: there is no key "network.udp_prot"' },
    });
  });

  test('a value out of bounds is named with its line', () => {
    expect(read('[game]\n\nrange_metres = 51\n')).toMatchObject({
      ok: false,
      error: { message: 'config.toml, line 3: game.range_metres: must not be above 50' },
    });
  });

  test('a size that is none is told with what it may be', () => {
    expect(read('[mods]\nhold_above = "big"\n')).toMatchObject({
      ok: false,
      error: { message: 'config.toml, line 2: mods.hold_above: must be "off", or a size such as "10 GiB"' },
    });
  });

  test('a line that is not TOML is named', () => {
    const outcome = read('name = Ada\n');
    expect(outcome).toMatchObject({ ok: false, error: { code: 'config-invalid' } });
    expect(!outcome.ok && outcome.error.message).toMatch(/^config\.toml, line 1: /);
  });

  test('the environment has a twin for every key, and wins', () => {
    const env = {
      FYTECLUB_NETWORK_UDP_PORT: '4100',
      FYTECLUB_NAME: 'Ben',
      FYTECLUB_NETWORK_STUN: 'stun:a:1, stun:b:2',
    };
    expect(read('name = "Ada"', env)).toMatchObject({
      ok: true,
      value: { name: 'Ben', network: { udp_port: 4100, stun: ['stun:a:1', 'stun:b:2'] } },
    });
    for (const [text, variable] of [
      ['', 'FYTECLUB_NETWORK_UDP_PORT'],
      ['[mods]\nhold_above = "1 GB"\n', 'FYTECLUB_MODS_HOLD_ABOVE'],
    ] as const)
      expect(read(text, { [variable]: 'many' })).toMatchObject({
        ok: false,
        error: { code: 'config-invalid', message: expect.stringMatching(new RegExp(`^${variable}: `)) },
      });
  });

  test('the first start writes a commented file that the second start reads', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'fyte-')), 'deep', 'config.toml');
    const first = await loadConfig(file, {});
    expect(await readFile(file, 'utf8')).toContain('# the fixed port for direct dials');
    expect(await loadConfig(file, {})).toEqual(first);
  });
});

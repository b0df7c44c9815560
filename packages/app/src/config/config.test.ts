import { mkdtemp, readFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
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
      error: { code: 'config-invalid', message: 'config.toml, line 3: there is no key "network.udp_prot".' },
    });
  });

  test.each([
    ['name = 5', 1, 'name is 5, but must be text in quotation marks'],
    [`name = "${'A'.repeat(50)}"`, 1, `name is "${'A'.repeat(39)}…, but must have at most 32 characters`],
    ['network = 3', 1, 'network is 3, but must be a table of keys and values'],
    ['[network]\nudp_port = "x"', 2, 'network.udp_port is "x", but must be a whole number from 0 to 65535'],
    ['\nnetwork.udp_port = -1', 2, 'network.udp_port is -1, but must be a whole number from 0 to 65535'],
    [
      'page = { port = 1 }\nnetwork = { udp_port = true }',
      2,
      'network.udp_port is true, but must be a whole number from 0 to 65535',
    ],
    ['[network]\nudp_port = 7.5', 2, 'network.udp_port is 7.5, but must be a whole number from 0 to 65535'],
    [
      '[network]\nbind = "here"',
      2,
      'network.bind is "here", but must be "" or an IP address of this machine',
    ],
    ['[page]\nopen = "yes"', 2, 'page.open is "yes", but must be true or false'],
    [
      '[limits]\nup = 5',
      2,
      'limits.up is 5, but must be "off", or a rate such as "2 MB/s" of at least 100 kB/s',
    ],
    [
      '[mods]\nhold_above = "big"',
      2,
      'mods.hold_above is "big", but must be "off", or a size such as "10 GiB"',
    ],
    [
      '[game]\n\nrange_metres = 51',
      3,
      'game.range_metres is 51, but must be a number above 0 and not above 50',
    ],
  ])('%j is told with its line, what was found and what may be', (text, line, detail) => {
    expect(read(text)).toMatchObject({
      ok: false,
      error: {
        message: `config.toml, line ${line}: ${detail}.`,
        next: 'Mend the value, or delete the line to have the default back.',
      },
    });
  });

  test('a STUN server is a host and a port, with "stun:" before them or without', () => {
    const stun = (list: string) => read(`[network]\nstun = ${list}`);
    expect(stun('["stun:a.example:3478", "[::1]:19302"]')).toMatchObject({
      ok: true,
      value: { network: { stun: ['stun:a.example:3478', '[::1]:19302'] } },
    });
    for (const wrong of ['foo', 'stun:foo', 'a:70000', 'https://a:1', '']) {
      const told = `network.stun holds "${wrong}", but must hold addresses such as`;
      expect(stun(`["${wrong}"]`)).toMatchObject({
        ok: false,
        error: { message: expect.stringContaining(told) },
      });
    }
  });

  test('a path begins at the folder of the file, and ~ is her own folder', () => {
    const at = resolve('/home/ada/fyte');
    const rootOf = (root: string): unknown => {
      const config = parseConfig(join(at, 'config.toml'), `[mods]\nroot = '${root}'`, {});
      return config.ok && config.value.mods.root;
    };
    expect(rootOf('')).toBe('');
    expect(rootOf('../mods')).toBe(resolve('/home/ada/mods'));
    expect(rootOf('~/mods')).toBe(join(homedir(), 'mods'));
    expect(rootOf(resolve('/mods'))).toBe(resolve('/mods'));
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
        error: {
          code: 'config-invalid',
          message: expect.stringMatching(new RegExp(`^${variable}: .* is "many", `)),
        },
      });
  });

  test('an environment variable that sets nothing stops the start as a mistyped key does', () => {
    expect(read('', { FYTECLUB_HOME: '/home/ada', FYTE: '1' })).toEqual(read(''));
    expect(read('', { FYTECLUB_NETWORK_UDP_PROT: '4100' })).toMatchObject({
      ok: false,
      error: {
        code: 'config-invalid',
        message: expect.stringMatching(/^FYTECLUB_NETWORK_UDP_PROT: there is no key/),
      },
    });
  });

  test('the first start writes a commented file that the second start reads', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'fyte-')), 'deep', 'config.toml');
    const first = await loadConfig(file, {});
    expect(await readFile(file, 'utf8')).toContain('# the fixed port for direct dials');
    expect(await loadConfig(file, {})).toEqual(first);
  });
});

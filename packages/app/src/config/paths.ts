import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import envPaths from 'env-paths';

/** Where one node keeps its things. */
export interface Paths {
  readonly home: string;
  readonly config: string;
  readonly state: string;
  readonly mods: string;
  readonly cache: string;
  readonly log: string;
  /** Unix socket or named pipe: the command line's door and the single-instance lock. */
  readonly socket: string;
}

/** What no friend may ever be sent: the keys, what was said, and what is known of others. */
export const privatePlaces = ({ config, state, cache, log }: Paths): readonly string[] => [
  config,
  state,
  cache,
  log,
];

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Everything under one folder when `home` (or `FYTECLUB_HOME`) names it, else the platform's own places.
 * The socket lives in a short path derived from the home, because Unix limits socket paths to about 100 bytes.
 */
export function resolvePaths(home: string | undefined, env: Environment): Paths {
  const chosen = home ?? env['FYTECLUB_HOME'];
  if (chosen !== undefined && chosen !== '') {
    const root = resolve(chosen);
    return {
      home: root,
      config: join(root, 'config.toml'),
      state: join(root, 'state'),
      mods: join(root, 'mods'),
      cache: join(root, 'cache'),
      log: join(root, 'log'),
      socket: socketFor(root, env),
    };
  }
  const own = envPaths('fyteclub', { suffix: '' });
  return {
    home: own.data,
    config: join(own.config, 'config.toml'),
    state: join(own.data, 'state'),
    mods: join(own.data, 'mods'),
    cache: own.cache,
    log: own.log,
    socket: socketFor(own.data, env),
  };
}

function socketFor(home: string, env: Environment): string {
  const name = createHash('sha256').update(home).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\fyteclub-${name}`;
  const runtime = env['XDG_RUNTIME_DIR'];
  const user = process.getuid?.() ?? 0;
  return join(
    runtime !== undefined && runtime !== '' ? runtime : tmpdir(),
    `fyteclub-${user}`,
    `${name}.sock`,
  );
}

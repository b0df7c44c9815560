import { isIP } from 'node:net';
import { z } from 'zod';
import { parseRate } from './rates.ts';
import { parseSize } from './sizes.ts';

// What each key must be, in the words that follow its name and what was found; `must` has the others.
const RATE = 'must be "off", or a rate such as "2 MB/s" of at least 100 kB/s';
const rate = z.string(RATE).refine((text) => parseRate(text).ok, RATE);
const PORT = 'must be a whole number from 0 to 65535';
const port = z.int(PORT).min(0, PORT).max(65_535, PORT);
const BIND = 'must be "" or an IP address of this machine';
const STUN = 'must hold addresses such as "stun:stun.example.org:3478"';
const SIZE = 'must be "off", or a size such as "10 GiB"';
const RANGE = 'must be a number above 0 and not above 50';

/** `stun:host:port`, or `host:port` alone. */
const stunServer = z
  .string(STUN)
  .regex(/^(stun:)?([a-z\d.-]{1,253}|\[[\da-f:]{2,39}\]):\d{1,5}$/i, STUN)
  .refine((text) => Number(text.slice(text.lastIndexOf(':') + 1)) <= 65_535, STUN);

/** Every key of config.toml, with its default and the comment that the written file carries. */
export const configSchema = z.strictObject({
  name: z.string().max(32).default('').describe('how friends see me; "" = the name of my account'),
  network: z
    .strictObject({
      bind: z
        .string(BIND)
        .refine((text) => text === '' || isIP(text) !== 0, BIND)
        .default('')
        .describe('"" = every interface; "127.0.0.1" = this machine only'),
      udp_port: port.default(0).describe('the fixed port for direct dials; 0 = chosen once, then kept'),
      stun: z
        .array(stunServer, STUN)
        .default([])
        .describe('servers that may learn my address; none are asked until you name them'),
    })
    .prefault({}),
  limits: z
    .strictObject({
      up: rate.default('off').describe('or "2 MB/s"'),
      down: rate.default('off'),
    })
    .prefault({}),
  page: z
    .strictObject({
      port: port.default(0).describe('where this machine’s browser finds the page; 0 = chosen at each start'),
      open: z.boolean().default(true).describe('open it on the first start'),
    })
    .prefault({}),
  mods: z
    .strictObject({
      root: z
        .string()
        .default('')
        .describe('"" = mods/ under the home; a relative path begins in this file’s folder'),
      hold_above: z
        .string(SIZE)
        .refine((text) => parseSize(text) !== undefined, SIZE)
        .default('10 GiB')
        .describe('bigger mods wait until I let them through; or "off"'),
    })
    .prefault({}),
  game: z
    .strictObject({
      range_metres: z.number(RANGE).gt(0, RANGE).max(50, RANGE).default(50).describe('never above 50'),
    })
    .prefault({}),
});

/** config.toml and its environment twins, checked and with every default filled in: {@link parseConfig} makes it. */
export type Config = z.infer<typeof configSchema>;

import { isIP } from 'node:net';
import { z } from 'zod';
import { parseRate } from './rates.ts';
import { parseSize } from './sizes.ts';

const rate = z
  .string()
  .refine((text) => parseRate(text).ok, 'must be "off", or a rate such as "2 MB/s" of at least 100 kB/s');
const port = z.int().min(0).max(65535);

/** Every key of config.toml, with its default and the comment that the written file carries. */
export const configSchema = z.strictObject({
  name: z.string().max(32).default('').describe('how friends see me; "" = the name of my account'),
  network: z
    .strictObject({
      bind: z
        .string()
        .refine((text) => text === '' || isIP(text) !== 0, 'must be "" or an IP address of this machine')
        .default('')
        .describe('"" = every interface; "127.0.0.1" = this machine only'),
      udp_port: port.default(0).describe('the fixed port for direct dials; 0 = chosen once, then kept'),
      stun: z
        .array(z.string().regex(/^stun:[^\s:]+(:\d+)?$/, 'must look like "stun:host:port"'))
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
      root: z.string().default('').describe('"" = mods/ under the home'),
      hold_above: z
        .string()
        .refine((text) => parseSize(text) !== undefined, 'must be "off", or a size such as "10 GiB"')
        .default('10 GiB')
        .describe('bigger mods wait until I let them through; or "off"'),
    })
    .prefault({}),
  game: z
    .strictObject({
      range_metres: z.number().gt(0).max(50, 'must not be above 50').default(50).describe('never above 50'),
    })
    .prefault({}),
});

/** config.toml and its environment twins, checked and with every default filled in: {@link parseConfig} makes it. */
export type Config = z.infer<typeof configSchema>;

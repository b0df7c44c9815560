import { createSocket } from 'node:dgram';
import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { dirname, join } from 'node:path';
import { BlockList, isIPv6 } from 'node:net';
import { KEYS, NODE } from '../store/protection.rules.ts';
import type { checkProtection, Reach } from './findings.rules.ts';

/** How the keys in a state folder are kept. */
export function lookAtKeys(state: string): Parameters<typeof checkProtection>[0] {
  if (!existsSync(join(state, NODE))) return 'none';
  if (process.platform !== 'win32' && (statSync(state).mode & 0o077) !== 0) return 'open-to-others';
  return existsSync(join(state, KEYS)) ? 'passphrase' : 'clear';
}

/** Bytes free where a folder is, or will be; undefined if it cannot be written. */
export function freeBytes(folder: string): number | undefined {
  let there = folder;
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
  try {
    accessSync(there, constants.W_OK);
    const { bavail, bsize } = statfsSync(there);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

/** Whether a UDP port can be had; the operating system always has one for 0. */
export function isPortFree(bind: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(bind) ? 'udp6' : 'udp4');
    socket.once('error', () => {
      socket.close();
      resolve(false);
    });
    socket.bind(port, bind === '' ? '0.0.0.0' : bind, () => {
      socket.close(() => {
        resolve(true);
      });
    });
  });
}

/** Networks in which an address reaches nobody outside: RFC 1918, RFC 6598 (behind a carrier), RFC 3927. */
const inside = new BlockList();
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
] as const)
  inside.addSubnet(network, prefix);

/** By what addresses this machine can be reached, in kinds and numbers. */
export function lookAtNetwork(bind: string): Reach {
  const all = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ internal }) => !internal);
  const four = all.filter(({ family }) => family === 'IPv4');
  const isInside = ({ address }: { address: string }): boolean => inside.check(address);
  return {
    onlyHere: bind === '::1' || bind.startsWith('127.'),
    private4: four.filter(isInside).length,
    public4: four.filter((each) => !isInside(each)).length,
    // Global unicast is 2000::/3 (RFC 4291).
    public6: all.filter(({ address }) => /^[23][0-9a-f]{3}:/.test(address)).length,
  };
}

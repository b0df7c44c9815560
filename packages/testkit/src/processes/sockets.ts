import { readdir, readFile, readlink } from 'node:fs/promises';

const TABLES = ['tcp', 'tcp6', 'udp', 'udp6'] as const;

/**
 * The addresses that a process's internet sockets are bound to, as Linux writes them in `/proc/net` (127.0.0.1 is
 * `0100007F`). Elsewhere, and for a process that has ended, none.
 */
export async function boundAddresses(pid: number): Promise<readonly string[]> {
  const folder = `/proc/${pid}/fd`;
  const descriptors = await readdir(folder).catch(() => []);
  const links = await Promise.all(descriptors.map((name) => readlink(`${folder}/${name}`).catch(() => '')));
  const own = new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
  const tables = await Promise.all(
    TABLES.map((name) => readFile(`/proc/${pid}/net/${name}`, 'utf8').catch(() => '')),
  );
  return tables
    .flatMap((text) => text.split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => own.has(fields[9] ?? ''))
    .map((fields) => fields[1]?.split(':')[0] ?? '');
}

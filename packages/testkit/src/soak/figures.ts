import { readdir, readFile } from 'node:fs/promises';

/** What one process takes at one moment. */
export interface Figures {
  /** Resident memory, bytes; null where the system does not tell. */
  readonly rss: number | null;
  /** Open files, sockets and pipes; null where the system does not tell. */
  readonly handles: number | null;
}

/** Linux tells; a process that has just ended has nothing. */
export async function figuresOf(pid: number): Promise<Figures> {
  const [status, handles] = await Promise.all([
    readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''),
    readdir(`/proc/${pid}/fd`).catch(() => undefined),
  ]);
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return {
    rss: kilobytes === undefined ? null : 1024 * Number(kilobytes),
    handles: handles?.length ?? null,
  };
}

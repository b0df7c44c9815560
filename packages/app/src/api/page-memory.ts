import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const remembered = z.object({
  port: z.int().min(0).max(65535),
  sessions: z.array(z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/), until: z.number() })),
});

/** What outlasts the node: where the page was, and by the hashes of their secrets who was signed in there. */
export type Remembered = z.infer<typeof remembered>;

/** Where a page's door keeps what it has to remember. */
export interface PageMemory {
  read(): Remembered;
  write(what: Remembered): void;
}

export const NOTHING: Remembered = { port: 0, sessions: [] };

/** One that forgets with the node. */
export function shortMemory(): PageMemory {
  let kept = NOTHING;
  return {
    read: () => kept,
    write: (what) => {
      kept = what;
    },
  };
}

/** In a file that only this account reads. One that is missing or damaged only means signing in again. */
export function pageMemory(state: string): PageMemory {
  const file = join(state, 'page.json');
  return {
    read: () => {
      try {
        return remembered.parse(JSON.parse(readFileSync(file, 'utf8')));
      } catch {
        return NOTHING;
      }
    },
    write: (what) => {
      writeFileSync(`${file}.new`, JSON.stringify(what), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
}

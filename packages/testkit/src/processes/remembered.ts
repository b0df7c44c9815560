import type { NodeProcess } from './node-process.ts';
import { rm } from 'node:fs/promises';

/** What this test has started and made, so that it can be ended by its own id and removed by its own name. */
const nodes = new Set<NodeProcess>();
const folders = new Set<string>();

export const rememberNode = (node: NodeProcess): unknown => nodes.add(node);
export const rememberFolder = (folder: string): unknown => folders.add(folder);

/** What every node of this test has said last: the first thing to read when a wait fails. */
export const transcripts = (): string => [...nodes].map((node) => node.transcript()).join('\n\n');

/** Ends every node and removes every folder of this test. Runs after each test of testkit by itself. */
export async function endNodes(): Promise<void> {
  await Promise.all([...nodes].map((node) => node.kill9()));
  nodes.clear();
  await Promise.all(
    [...folders].map((folder) => rm(folder, { recursive: true, force: true, maxRetries: 3 })),
  );
  folders.clear();
}

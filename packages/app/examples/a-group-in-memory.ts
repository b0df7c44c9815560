import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configSchema, createNode, productParts, resolvePaths, type FyteNode } from '@fyteclub/app';
import { createMemoryNetwork } from '@fyteclub/transport/testing';
import { filter, firstValueFrom, interval } from 'rxjs';

/** Whole nodes in this process, over a network that is no more than function calls. */
export async function groupInMemory(make = createNode, ...names: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'fyteclub-group-'));
  const network = createMemoryNetwork();
  const config = configSchema.parse({ network: { bind: '127.0.0.1' } });
  const start = async (name: string): Promise<FyteNode> => {
    const paths = resolvePaths(join(folder, name), {});
    const node = await make({ paths, config, parts: { ...productParts(paths), network } });
    if (!node.ok) throw new Error(node.error.message);
    return node.value;
  };

  const nodes = await Promise.all(names.map(start));
  const [founder, ...friends] = nodes;
  await founder?.create({ name: 'Raid night', as: names[0] });
  for (const [i, friend] of friends.entries()) {
    const invite = founder?.invite({});
    if (invite?.ok !== true) throw new Error('no invite');
    const joining = friend.join({ code: invite.value.code, as: names[i + 1] }, AbortSignal.timeout(20_000));
    for await (const step of joining) if (!step.ok) throw new Error(step.error.message);
  }
  const seesEverybody = (node: FyteNode): boolean => {
    const status = node.status();
    return status.ok && status.value.shells[0]?.online === names.length;
  };
  await firstValueFrom(interval(20).pipe(filter(() => nodes.every(seesEverybody))));

  const end = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.stop()));
    await network.shutdown();
    await rm(folder, { recursive: true });
  };
  return { nodes, end };
}

import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNode, parseConfig, productParts, resolvePaths, type Status } from '@fyteclub/app';

/** Runs a node inside this very process, founds a syncshell, and stops. */
export async function nodeInAnotherProgram(): Promise<Status> {
  const paths = resolvePaths(await mkdtemp(join(tmpdir(), 'fyte-')), {});
  const config = parseConfig('config.toml', '[network]\nbind = "127.0.0.1"', {});
  if (!config.ok) throw new Error(config.error.message);

  const parts = productParts(paths);
  const node = await createNode({ paths, config: config.value, parts });
  if (!node.ok) throw new Error(node.error.message);

  await node.value.create({ name: 'Raid night', as: 'Ada' });
  const status = node.value.status();
  await node.value.stop();
  await parts.network.shutdown();
  if (!status.ok) throw new Error(status.error.message);
  return status.value;
}

import { toHex, type InstanceId, type ShellId } from '@fyteclub/identity';
import type { NodeParts } from '../node/parts.ts';
import type { NodeContext, Self } from './context.ts';
import { shellRows, type MembershipRow } from './shell-rows.ts';

/** Keys and a certificate of their own for a new membership, so that two groups cannot be linked by them. */
export async function freshMembership(
  parts: NodeParts,
  shell: ShellId,
  known: Pick<MembershipRow, 'name' | 'myName' | 'state'>,
  seed: Uint8Array,
): Promise<MembershipRow> {
  const wire = await parts.createWireIdentity();
  return { ...known, ...wire, shell, seed, token: new Uint8Array(), epochs: [] };
}

/** Brings a stored membership to life for this run of the node. */
export function createSelf(node: NodeContext, stored: MembershipRow): Self {
  let row = stored;
  const rows = shellRows(node.store, row.shell);
  const ring = node.parts.createKeyRing(row.seed);
  for (const epoch of row.epochs) ring.addEpoch(epoch.id, epoch.secret);
  return {
    node,
    shell: row.shell,
    ring,
    wire: {
      certificatePem: row.certificatePem,
      keyPem: row.keyPem,
      fingerprint: row.fingerprint,
    },
    instance: toHex(node.parts.random(16)) as InstanceId,
    rows,
    row: () => row,
    update: (change) => {
      row = { ...row, ...change };
      for (const epoch of row.epochs) ring.addEpoch(epoch.id, epoch.secret);
      rows.membership.put(row);
    },
  };
}

import { ok } from '@fyteclub/identity';
import type { Outcome } from '../problems.ts';
import { backupVerbs } from './backup-verbs.ts';
import { doctorVerb } from './doctor-verb.ts';
import { membershipVerbs } from './membership-verbs.ts';
import { modVerbs } from './mod-verbs.ts';
import type { FyteNode } from './node.ts';
import { NodeCore, type NodeOptions } from './node-core.ts';
import { pausingVerbs } from './pausing-verbs.ts';
import { removalVerbs } from './removal-verbs.ts';
import { seeingVerbs } from './seeing-verbs.ts';

/**
 * Composes one node: an actor system, the state on disk, one UDP port and every syncshell we are in. Each part is a
 * parameter; the product, the demo and the tests all start nodes through here.
 */
export async function createNode(options: NodeOptions): Promise<Outcome<FyteNode>> {
  const opened = await NodeCore.open(options);
  if (!opened.ok) return opened;
  const core = opened.value;
  return ok({
    log: options.parts.log,
    events$: core.events.asObservable(),
    ...membershipVerbs(core),
    ...removalVerbs(core),
    ...backupVerbs(core),
    ...seeingVerbs(core),
    ...modVerbs(core),
    ...pausingVerbs(core),
    ...doctorVerb(core),
    stop: () => core.close(),
  });
}

import { ok } from '@fyteclub/identity';
import type { Outcome } from '../problems.ts';
import { backupVerbs } from './backup-verbs.ts';
import { doctorVerb } from './doctor-verb.ts';
import { membershipVerbs } from './membership-verbs.ts';
import { modVerbs } from './mod-verbs.ts';
import type { FyteNode } from './node.ts';
import { NodeCore, type NodeOptions } from './node-core.ts';
import { pausingVerbs } from './pausing-verbs.ts';
import { rememberingVerbs } from './remembering-verbs.ts';
import { removalVerbs } from './removal-verbs.ts';
import { seeingVerbs } from './seeing-verbs.ts';

/**
 * Composes one node: an actor system, the state on disk, one UDP port and every syncshell we are in. The product, the
 * demo, the simulator and the tests all start nodes through here, so every part is a parameter. `options.parts` holds
 * - every actor: `machines`, and `electionBucketMs` and `overlay`, which some of them are given;
 * - the world: `network`, `disk`, `clock` and `now`, `random`, `accountName`, `pid`, `log`;
 * - keys: `createKeyRing`, `createWireIdentity`, and `readings`, which remembers what was read of signed bytes.
 *
 * {@link productParts} has all of them as the product has; replace what you like. The game is no part: what it sees
 * comes in by the verb `near`, from a plugin or by hand.
 *
 * @returns the node, started; or why it cannot start (`locked`, `port-taken`, `bind-failed`, `state-damaged`, …), with
 * nothing left open or changed.
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
    ...rememberingVerbs(core),
    ...modVerbs(core),
    ...pausingVerbs(core),
    ...doctorVerb(core),
    stop: () => core.close(),
  });
}

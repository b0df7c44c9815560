import { ok } from '@fyteclub/identity';
import {
  adviceOf,
  checkClock,
  checkConfig,
  checkDisk,
  checkGroup,
  checkPort,
  checkProtection,
  checkReach,
  checkStun,
} from '../doctor/findings.rules.ts';
import { freeBytes, lookAtKeys, lookAtNetwork } from '../doctor/look.ts';
import type { Shell } from '../shell/shell.ts';
import type { FyteNode } from './node.ts';
import type { NodeCore } from './node-core.ts';

/** What works in a running node, and what does not. */
export function doctorVerb(core: NodeCore): Pick<FyteNode, 'doctor'> {
  const { paths, config, host } = core.context;
  return {
    doctor: () => {
      const mods = config.mods.root === '' ? paths.mods : config.mods.root;
      const ahead = core.shells.reduce((sum, { parts }) => sum + (parts?.book.aheadOfUs ?? 0), 0);
      const checks = [
        checkConfig(undefined),
        checkProtection(lookAtKeys(paths.state)),
        checkDisk(freeBytes(mods)),
        checkPort(host.port),
        checkReach(lookAtNetwork(config.network.bind)),
        checkStun(config.network.stun.length),
        checkClock(ahead),
        ...core.shells.map((shell, i) => checkGroup(stateOf(shell), i + 1)),
      ];
      return ok({ checks, advice: adviceOf(checks) });
    },
  };
}

const stateOf = ({ state, parts }: Shell) => ({
  state,
  members: Object.keys(parts?.book.roster().members ?? {}).length,
  online: parts?.hosting.onlineMembers.length ?? 0,
  synced: parts?.book.mayAct ?? false,
});

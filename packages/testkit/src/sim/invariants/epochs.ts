import type { MemberId } from '@fyteclub/identity';
import { viewOf } from '../view.ts';
import type { Invariant } from './invariant.ts';

/** The last byte of what a seal is bound to: 2 is the wire, 1 our own disk. */
const WIRE = 2;

/** Nothing is sealed for the wire under a key that somebody holds whose removal the sealer has heard of. */
export const noKeyOfTheRemoved: Invariant = {
  name: 'no-epoch-key-of-the-removed',
  properties: [35],
  watch: (scene) => {
    const holders = new Map<string, Set<MemberId>>();
    let wrong: string | undefined;
    scene.watchers.push({
      given: (_, ring, epoch) => {
        holders.set(epoch, (holders.get(epoch) ?? new Set()).add(ring.memberId));
      },
      sealed: (computer, _, epoch, context) => {
        if (context.at(-1) !== WIRE || scene.shell === undefined) return;
        const former = viewOf(computer, scene.shell)?.phonebook.roster.former ?? {};
        const holder = [...(holders.get(epoch) ?? [])].find((member) => former[member] === 'removed');
        if (holder !== undefined)
          wrong ??= `${computer.name} sealed under epoch ${epoch.slice(0, 8)}, whose key ${holder.slice(0, 8)} holds, who was removed`;
      },
    });
    return { check: () => wrong };
  },
};

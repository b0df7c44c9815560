import type { ElectionEmitted, ElectionEvent, ElectionInput, ElectionView } from '@fyteclub/election';
import { createNode, productMachines, type NodeOptions } from '@fyteclub/app';
import { fromTransition, type AnyActorRef } from 'xstate';

type System = AnyActorRef['system'];

/** Of those we are linked to, and us, the member with the lowest key hosts: no uptime, no witnesses, no messages. */
export const lowestKeyHosts = fromTransition<
  ElectionView,
  ElectionEvent,
  System,
  ElectionInput,
  ElectionEmitted
>(
  (before, event, { emit }) => {
    const links = { ...before.links, ...(event.type === 'PEER_UP' && { [event.member]: event.instance }) };
    if (event.type === 'PEER_DOWN') Reflect.deleteProperty(links, event.member);
    const members = event.type === 'MEMBERS' ? event.members : before.members;
    const [host = null] = members.filter((member) => member === before.me || member in links).sort();
    if (host !== before.host) emit({ type: 'HOST_CHANGED', host });
    return { ...before, members, links, host };
  },
  ({ input: { me, instance } }) => {
    return { me, instance, members: [], links: {}, lives: new Map(), lists: new Map(), host: null };
  },
);

/** A node like any other, but for whom it takes for its host. */
export function createMyNode(options: NodeOptions): ReturnType<typeof createNode> {
  const machines = { ...productMachines, election: lowestKeyHosts };
  return createNode({ ...options, parts: { ...options.parts, machines } });
}

import type { ElectionEmitted, ElectionEvent, ElectionInput, ElectionView } from '@fyteclub/election';
import { createNode, productMachines, type ElectionLogic, type NodeOptions } from '@fyteclub/app';
import { fromTransition } from 'xstate';

interface Scope {
  readonly emit: (effect: ElectionEmitted) => void;
}

const nothingSeen = ({ input: { me, instance } }: { readonly input: ElectionInput }): ElectionView => {
  return { me, instance, members: [], links: {}, lives: new Map(), lists: new Map(), host: null };
};

/** What we know after an event; nobody but those we are linked to counts as online. */
function see(before: ElectionView, event: ElectionEvent): ElectionView {
  if (event.type === 'MEMBERS') return { ...before, members: event.members };
  const links = { ...before.links, ...(event.type === 'PEER_UP' && { [event.member]: event.instance }) };
  if (event.type === 'PEER_DOWN') Reflect.deleteProperty(links, event.member);
  return { ...before, links };
}

/** No uptime, no witnesses, no messages. */
export const lowestKeyHosts: ElectionLogic = fromTransition(
  (before: ElectionView, event: ElectionEvent, { emit }: Scope) => {
    const after = see(before, event);
    const [host = null] = after.members.filter((id) => id === after.me || id in after.links).sort();
    if (host !== before.host) emit({ type: 'HOST_CHANGED', host });
    return { ...after, host };
  },
  nothingSeen,
);
const machines = { ...productMachines, election: lowestKeyHosts };
export const createMyNode = (options: NodeOptions): ReturnType<typeof createNode> =>
  createNode({ ...options, parts: { ...options.parts, machines } });

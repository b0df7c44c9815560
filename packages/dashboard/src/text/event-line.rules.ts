import type { NodeEvent, Removal } from '../api-types.ts';
import { words } from '../words.ts';

export type EventKind = 'people' | 'mods' | 'votes' | 'host';

/** An event as people read it. */
export interface EventLine {
  readonly kind: EventKind;
  readonly sentence: string;
  /** The friend it is about. */
  readonly who: Who | undefined;
}

interface Who {
  readonly id: string;
  readonly name: string;
}

/** Where the proposal stands. That somebody was removed is told besides. */
export function removalLine({ state, target, by }: Removal): string {
  switch (state) {
    case 'proposed':
      return words.log.proposed(target.name, by.name);
    case 'settling':
      return words.log.settling(target.name);
    case 'removed':
      return words.log.carriedOut(target.name);
    default:
      return `${words.votes.state[state](target.name)}.`;
  }
}

/** Whom an event is about; a host's change is about who hosts now. */
export function whoOf(event: NodeEvent): Who | undefined {
  if ('member' in event) return event.member;
  if (event.event === 'removal') return event.removal.target;
  return event.event === 'host' ? (event.host ?? undefined) : undefined;
}

export const eventLine = (event: NodeEvent): EventLine => ({ ...told(event), who: whoOf(event) });

function told(event: NodeEvent): Omit<EventLine, 'who'> {
  switch (event.event) {
    case 'ready':
      return { kind: 'host', sentence: words.log.ready };
    case 'joined':
    case 'left':
    case 'removed':
    case 'online':
    case 'offline':
      return { kind: 'people', sentence: words.log[event.event](event.member.name) };
    case 'lease':
      return { kind: 'people', sentence: words.log[event.state] };
    case 'removed-me':
      return { kind: 'people', sentence: words.log.removedMe };
    case 'back':
      return { kind: 'people', sentence: words.log.back };
    case 'removal':
      return { kind: 'votes', sentence: removalLine(event.removal) };
    case 'host':
      return {
        kind: 'host',
        sentence: event.host === null ? words.log.noHost : words.log.host(event.host.name),
      };
    case 'received':
      return { kind: 'mods', sentence: words.log.received(event.mod, event.member.name) };
    case 'held':
      return { kind: 'mods', sentence: words.log.held(event.mod, event.member.name) };
  }
}

/** The syncshell an event tells of; undefined for one about the node. */
export const shellOf = (event: NodeEvent): { readonly id: string; readonly name: string } | undefined =>
  'shell' in event ? event.shell : undefined;

import { createInspector } from '@statelyai/inspect';
import { StateMachine, type AnyActorRef, type InspectionEvent } from 'xstate';
import { definitionShown, valueShown, type ShownState } from './definition.rules.ts';
import { InspectorLog } from './inspector-log.ts';
import type { Inspected } from './messages.ts';
import { actorShown, contextShown, eventShown, machineShown } from './shown.rules.ts';

/** What XState's inspection tells of one actor, as far as we look at it. */
type Looked = AnyActorRef & {
  readonly logic?: unknown;
  readonly _parent?: AnyActorRef;
};
type Watch = (event: InspectionEvent) => void;

export interface Relay {
  /** To be given to every root actor as its `inspect`. */
  readonly inspect: Watch;
  readonly log: InspectorLog;
}

/** A definition nests twice for each state; the adapter cuts what lies deeper. */
const DEEPEST = 40;
const STATUSES = ['active', 'done', 'error', 'stopped'];

/**
 * Watches every actor of a node and tells of it in the format of Stately's tools, through their own adapter. The adapter
 * itself is given nothing but what may be seen: it stringifies whole snapshots, definitions and inputs before its own
 * sanitisers run, and one of those being forgotten would be enough.
 */
export function createRelay(): Relay {
  const log = new InspectorLog();
  const official = createInspector(
    { send: (message) => log.tell(message as unknown as Inspected) },
    { serializationDepthLimit: DEEPEST },
  );
  const pictures = new WeakMap<object, ShownState>();

  function pictureOf(config: object): ShownState {
    const known = pictures.get(config);
    if (known !== undefined) return known;
    const picture = definitionShown(config);
    pictures.set(config, picture);
    return picture;
  }

  function snapshotShown(machine: string, picture: ShownState, snapshot: unknown): object {
    const { status, value, context } = Object(snapshot) as Readonly<Record<string, unknown>>;
    const stands = valueShown(picture, value);
    return {
      status: STATUSES.find((one) => one === status) ?? 'active',
      ...(stands === null ? {} : { value: stands }),
      context: contextShown(machine, context),
    };
  }

  /** A stand-in for the event, made of stand-ins; undefined where nothing is told. */
  function shown(event: InspectionEvent): unknown {
    const { actorRef, rootId } = event as unknown as { readonly actorRef: Looked; readonly rootId: string };
    // Only machines have states to look at; the streams and promises that they invoke have none.
    if (!(actorRef.logic instanceof StateMachine)) return undefined;
    const picture = pictureOf(actorRef.logic.config as object);
    const machine = machineShown(picture.id);
    const { sessionId, _parent: parent } = actorRef;
    const standIn = {
      sessionId,
      id: actorShown(actorRef.id === sessionId ? machine : actorRef.id, machine),
      logic: { config: picture },
      ...(parent === undefined ? {} : { _parent: { sessionId: parent.sessionId } }),
      // Asked a moment later, when the actor has one.
      getSnapshot: () => snapshotShown(machine, picture, actorRef.getSnapshot()),
    };
    const { type } = event;
    switch (type) {
      case '@xstate.actor':
        return { type, rootId, actorRef: standIn };
      case '@xstate.event': {
        const { sourceRef } = event;
        const sent = eventShown(machine, event.event);
        const source = sourceRef === undefined ? {} : { sourceRef: { sessionId: sourceRef.sessionId } };
        return { type, rootId, actorRef: standIn, event: sent, ...source };
      }
      case '@xstate.snapshot': {
        const snapshot = snapshotShown(machine, picture, event.snapshot);
        return { type, rootId, actorRef: standIn, event: eventShown(machine, event.event), snapshot };
      }
      default:
        return undefined;
    }
  }

  return {
    log,
    inspect: (event) => {
      const harmless = shown(event);
      if (harmless !== undefined) official.inspect.next?.(harmless as InspectionEvent);
    },
  };
}

import type { MemberId } from '@fyteclub/identity';
import { decodeEnvelope, encodeEnvelope } from '@fyteclub/transport';
import { filter, Subject, type Observable } from 'rxjs';
import { createActor, fromEventObservable, type ActorRefFrom } from 'xstate';
import { parseReady } from './messages.ts';
import { readyCheckMachine, type ReadyCheckEvent } from './ready-check.machine.ts';

/** What the wiring asks of the links of a member. In a node that is `Peers`. */
export interface Links {
  send(to: MemberId, bytes: Uint8Array): void;
  /** Envelopes, with who the link says sent them. */
  readonly received$: Observable<{ readonly from: MemberId; readonly bytes: Uint8Array }>;
}

/** Runs the machine: what comes on its topic goes in, what it wants sent goes out. */
export function runReadyCheck(links: Links, pull: () => void): ActorRefFrom<typeof readyCheckMachine> {
  const inbound = new Subject<ReadyCheckEvent>();
  links.received$.subscribe(({ from, bytes }) => {
    const envelope = decodeEnvelope(bytes);
    const message = envelope?.topic === 'ready' ? parseReady(envelope.body) : undefined;
    if (message !== undefined) inbound.next({ type: 'MESSAGE', from, message });
  });
  const machine = readyCheckMachine.provide({ actors: { inbound: fromEventObservable(() => inbound) } });
  const actor = createActor(machine);
  actor.on('SEND', ({ to, message }) => {
    links.send(to, encodeEnvelope({ topic: 'ready', body: message }));
  });
  actor.on('PULL', pull);
  return actor.start();
}

/** Two members whose links are a function call; the bytes are real. */
export function twoMembers(ada: MemberId, ben: MemberId): readonly [Links, Links] {
  const wire = new Subject<{ readonly to: MemberId; readonly from: MemberId; readonly bytes: Uint8Array }>();
  const linksOf = (me: MemberId): Links => ({
    send: (to, bytes) => {
      wire.next({ to, from: me, bytes });
    },
    received$: wire.pipe(filter(({ to }) => to === me)),
  });
  return [linksOf(ada), linksOf(ben)];
}

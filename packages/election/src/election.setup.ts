import { EMPTY } from 'rxjs';
import { assertEvent, enqueueActions, fromEventObservable, setup } from 'xstate';
import { askToSign, stepFrom, type Draft } from './draft.rules.ts';
import type {
  ElectionContext,
  ElectionEmitted,
  ElectionEvent,
  ElectionInput,
  ElectionTimer,
  Step,
  Wait,
} from './election.events.ts';
import {
  announce,
  hasLostHost,
  hasOtherGrounds,
  hear,
  isAlone,
  publish,
  sayFarewell,
  setMembers,
} from './election.rules.ts';
import { isNewRun, meet, part } from './links.rules.ts';
import { flush, hasNews } from './news.rules.ts';
import { beat } from './round.rules.ts';
import { writeList } from './witnessing.rules.ts';
import { concludeProbe, concludeSuspicion, renew, suspicionMs } from './suspicion.rules.ts';

/** The part of XState's queue of actions that a step needs. */
interface Queue {
  assign(fields: ElectionContext): void;
  emit(effect: ElectionEmitted): void;
  raise(event: ElectionTimer, options?: { id: string; delay: Exclude<Wait['delay'], null> }): void;
  cancel(id: string): void;
}

function take({ context, effects, waits }: Step, enqueue: Queue): void {
  enqueue.assign(context);
  for (const wait of waits) {
    enqueue.cancel(wait.id);
    if (wait.delay !== null) enqueue.raise(wait.event, { id: wait.id, delay: wait.delay });
  }
  for (const effect of effects) enqueue.emit(effect);
}

interface Now {
  readonly context: ElectionContext;
  readonly event: ElectionEvent;
  readonly enqueue: Queue;
}

/** Does what a rule says. */
const follow =
  (rule: (draft: Draft, event: ElectionEvent) => void) =>
  ({ context, event, enqueue }: Now): void =>
    take(
      stepFrom(context, (draft) => rule(draft, event)),
      enqueue,
    );

/** Does what a rule says, and has the host judged anew if that changes what the choice depends on. */
const learn =
  (rule: (draft: Draft, event: ElectionEvent) => void) =>
  ({ context, event, enqueue }: Now): void => {
    const step = stepFrom(context, (draft) => rule(draft, event));
    take(step, enqueue);
    if (hasOtherGrounds(context, step.context)) enqueue.raise({ type: 'JUDGE' });
  };

/** The named parts that the election's machine is put together from. */
export const electionSetup = setup({
  types: {
    context: {} as ElectionContext,
    events: {} as ElectionEvent,
    emitted: {} as ElectionEmitted,
    input: {} as ElectionInput,
  },
  actors: { inbound: fromEventObservable<ElectionEvent, undefined>(() => EMPTY) },
  delays: {
    /** How long witness lists may take to come in after somebody appeared. */
    settle: 2_000,
    /** How long news is collected before it is told on, one message a link: longer where more people make news. */
    gossip: ({ context: { members } }) => Math.max(100, members.length),
    /** How long friends may take to say whether they still reach somebody: two links there and back. */
    probe: 1_000,
    /** How long a suspected member may take to come back or to refute. */
    suspicion: ({ context }) => suspicionMs(context),
    /** How long after the first news of many the host is judged anew: a large group has much to look at. */
    judgement: ({ context: { members } }) => Math.max(100, members.length),
    /** How long until a new beacon answers whoever asked for one: one for all who ask meanwhile. */
    refute: 1_000,
    /** How long meetings are collected before they are told: one list for all of them. */
    meetings: ({ context: { members } }) => Math.max(300, 3 * members.length),
    /** How often beacons are counted, and every third time notes compared. */
    round: 10_000,
    /** How long we wait for our last word to be signed. */
    farewell: 1_000,
  },
  guards: {
    isAlone: ({ context }) => isAlone(context),
    hasLostHost: ({ context }) => hasLostHost(context),
    hasNews: ({ context }) => hasNews(context),
    isNewRun: ({ context, event }) => {
      assertEvent(event, 'PEER_UP');
      return isNewRun(context, event.member, event.instance);
    },
    isFarewell: ({ event }) => {
      assertEvent(event, 'SIGNED');
      return event.kind === 'farewell';
    },
  },
  actions: {
    setMembers: enqueueActions(
      learn((draft, event) => {
        assertEvent(event, 'MEMBERS');
        setMembers(draft, event.members);
      }),
    ),
    // With a run that we know, everything is known that counts; what a new one brings is awaited first.
    meet: enqueueActions(
      learn((draft, event) => {
        assertEvent(event, 'PEER_UP');
        meet(draft, event.member, event.instance, event.now);
      }),
    ),
    part: enqueueActions(
      learn((draft, event) => {
        assertEvent(event, 'PEER_DOWN');
        part(draft, event.member, event.how);
      }),
    ),
    hear: enqueueActions(
      learn((draft, event) => {
        assertEvent(event, 'MESSAGE');
        hear(draft, event);
      }),
    ),
    publish: enqueueActions(
      learn((draft, event) => {
        assertEvent(event, 'SIGNED');
        publish(draft, event);
      }),
    ),
    concludeProbe: enqueueActions(
      follow((draft, event) => {
        assertEvent(event, 'PROBE_OVER');
        concludeProbe(draft, event.member, event.probe);
      }),
    ),
    concludeSuspicion: enqueueActions(
      learn((draft, event) => {
        assertEvent(event, 'SUSPICION_OVER');
        concludeSuspicion(draft, event.member, event.incarnation);
      }),
    ),
    renew: enqueueActions(follow(renew)),
    writeList: enqueueActions(follow(writeList)),
    beat: enqueueActions(follow(beat)),
    flush: enqueueActions(follow(flush)),
    announce: enqueueActions(follow(announce)),
    askForFarewell: enqueueActions(
      follow((draft) => {
        const { lives, me, floor } = draft.context;
        askToSign(draft, {
          kind: 'farewell',
          above: Math.max(floor, lives.get(me)?.beacon.incarnation ?? 0),
        });
      }),
    ),
    sayFarewell: enqueueActions(
      follow((draft, event) => {
        assertEvent(event, 'SIGNED');
        sayFarewell(draft, event);
      }),
    ),
  },
});

import { createHmac, randomBytes } from 'node:crypto';
import type { Result } from '@fyteclub/identity';
import { dialCredentials, lookupTag, openKnock } from './credentials.ts';
import type { OpenedChannel, Peer } from './native/peer.ts';
import type { Admission, DialError, IceCredentials, Knock, MeetPlan } from './network.ts';
import { Stopper, type Stop } from './stopper.ts';
import { awaitChannel } from './web-rtc-attempt.ts';

/**
 * How two sides meet who both must send first. Attempts that share names go wrong: a side that begins again is
 * answered by the other's old connection, whose DTLS is past its beginning, and the two chase each other for ever. So
 * every attempt has names of its own. The offering side knocks at the other's listener again and again, each time as
 * in a fresh dial, but from its fixed port. The answering side lets these knocks in, and meanwhile throws packets at
 * the offering side from its own fixed port: they open its router's door, and, carrying the offering side's name, tell
 * it that somebody is there, upon which it knocks at once.
 */

/** What a meeting borrows from its host. */
export interface MeetingPlace {
  /** From the fixed port. */
  start(plan: MeetPlan, role: 'offer' | 'answer', names: MeetingNames): Result<Peer, DialError>;
  /** Knocks whose tag is `tag` go to `guest` instead of the host's `admit`. */
  expect(tag: string, guest: ExpectedGuest): () => void;
  /** Calls when somebody throws packets at `name`. */
  listenFor(name: string, called: () => void): () => void;
}

export interface MeetingNames {
  readonly local: IceCredentials;
  readonly remote: IceCredentials;
}

export interface ExpectedGuest {
  admit(knock: Knock): Admission | undefined;
  opened(met: Met): void;
}

export interface Met {
  readonly peer: Peer;
  readonly opened: OpenedChannel;
}

/** A fresh attempt sends at 0, 0.5, 1.5 and 3.5 s; longer ones would only leave longer gaps. */
const ATTEMPT_MS = 5_000;
/**
 * From packets that pass to an open channel. Longer than the answering side waits for the same, because its old
 * connection still gets our packets until it is gone.
 */
const OPEN_MS = 10_000;
/** An attempt younger than this is not begun again because somebody called: its own knock is on the way. */
const YOUNG_MS = 300;

/** Both sides know both passwords and nobody else does. */
const meetingSecret = ({ role, local, remote }: MeetPlan): Uint8Array => {
  const [offer, answer] = role === 'offer' ? [local, remote] : [remote, local];
  return createHmac('sha256', `${offer.ufrag}:${offer.password}`).update(answer.password).digest();
};

export const meet = (
  place: MeetingPlace,
  plan: MeetPlan,
  until: Stop,
): Promise<Met | DialError | undefined> =>
  plan.role === 'offer' ? offer(place, plan, until) : answer(place, plan, until);

async function offer(place: MeetingPlace, plan: MeetPlan, until: Stop): Promise<Met | DialError | undefined> {
  const secret = meetingSecret(plan);
  while (!until.stopped) {
    const begun = place.start(plan, 'offer', dialCredentials(secret, Date.now(), randomBytes));
    if (!begun.ok) return begun.error;
    const peer = begun.value;
    const called = new Stopper([until]);
    const beganAt = performance.now();
    const forget = place.listenFor(plan.local.ufrag, () => {
      if (!peer.reached && performance.now() - beganAt > YOUNG_MS) called.stop();
    });
    const opened = await awaitChannel(peer, { reachMs: ATTEMPT_MS, openMs: OPEN_MS, until: called });
    forget();
    called.release();
    if (opened) return { peer, opened };
    // The shared socket finds connections by the other side's address: the old one must be out of its table.
    await peer.gone;
  }
  return undefined;
}

async function answer(
  place: MeetingPlace,
  plan: MeetPlan,
  until: Stop,
): Promise<Met | DialError | undefined> {
  const secret = meetingSecret(plan);
  const found = new Stopper([until]);
  let met: Met | undefined;
  const forget = place.expect(lookupTag(secret), {
    admit: (knock) => {
      const names = openKnock(secret, knock);
      return names && { identity: plan.identity, local: names.local, remote: names.remote, tag: '' };
    },
    opened: (guest) => {
      if (met) guest.peer.end();
      else met = guest;
      found.stop();
    },
  });
  try {
    while (!found.stopped) {
      const name = randomBytes(18).toString('base64');
      const names = { local: { ufrag: name, password: name }, remote: plan.remote };
      const begun = place.start(plan, 'offer', names);
      if (!begun.ok) return begun.error;
      await awaitChannel(begun.value, { reachMs: ATTEMPT_MS, until: found });
      await begun.value.gone;
    }
    return met;
  } finally {
    found.release();
    forget();
  }
}

import { err, type Result } from '@fyteclub/identity';
import type { Clock } from '../clock.ts';
import { isIceCredentials } from '../credentials.ts';
import type { Connection, DialError, DialPlan, IceCredentials, MeetPlan } from '../network.ts';
import { isAddress } from '../sdp.rules.ts';

type Outcome = Result<Connection, DialError>;

export const sameCredentials = (a: IceCredentials, b: IceCredentials): boolean =>
  a.ufrag === b.ufrag && a.password === b.password;

const isPlan = (plan: DialPlan | MeetPlan): boolean =>
  plan.addresses.length > 0 &&
  plan.addresses.every(isAddress) &&
  isIceCredentials(plan.local) &&
  isIceCredentials(plan.remote);

/** The dials and meetings that one host has under way. */
export class Attempts {
  readonly #clock: Clock;
  readonly #keep: (connection: Connection) => void;
  readonly #stops = new Set<() => void>();
  #open = true;

  /** @param keep gets every connection that comes of one. */
  constructor(clock: Clock, keep: (connection: Connection) => void) {
    this.#clock = clock;
    this.#keep = keep;
  }

  /** The host closes: whatever is under way ends. */
  close(): void {
    this.#open = false;
    for (const stop of [...this.#stops]) stop();
  }

  /** One attempt from start to its only outcome, whichever of success, time-out, abort and close is first. */
  begin(
    plan: DialPlan | MeetPlan,
    timeoutMs: number,
    start: (settle: (result: Outcome) => void, unsettled: () => boolean) => () => unknown,
  ): Promise<Outcome> {
    if (!isPlan(plan)) return Promise.resolve(err('bad-plan'));
    if (!this.#open) return Promise.resolve(err('host-closed'));
    if (plan.signal?.aborted) return Promise.resolve(err('aborted'));
    return new Promise((resolve) => {
      let done = false;
      let end: () => unknown = () => undefined;
      const settle = (result: Outcome): void => {
        if (done) {
          if (result.ok) result.value.abort();
          return;
        }
        done = true;
        this.#clock.clearTimeout(timer);
        plan.signal?.removeEventListener('abort', abort);
        this.#stops.delete(stop);
        // A partner who waits already settles this before there is anything to end.
        queueMicrotask(() => end());
        if (result.ok) this.#keep(result.value);
        resolve(result);
      };
      const abort = (): void => settle(err('aborted'));
      const stop = (): void => settle(err('host-closed'));
      const timer: unknown = this.#clock.setTimeout(() => settle(err('timed-out')), timeoutMs);
      plan.signal?.addEventListener('abort', abort);
      this.#stops.add(stop);
      end = start(settle, () => !done);
    });
  }
}

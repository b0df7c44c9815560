import type { Invite } from '@fyteclub/identity';
import type { Joining } from './joining.ts';
import type { Negotiation, Peer } from './negotiation.ts';

/** How a join goes on, for whoever waits for it. */
export interface JoinObserver {
  replyNeeded(code: string): void;
  joined(): void;
  /** `code` is one of identity's, phonebook's or this package's. */
  failed(code: string): void;
}

/** What is remembered of a join until it is over. */
export interface JoinUnderWay {
  readonly invite: Invite;
  /** Of the password that was given. */
  readonly verifier: Uint8Array | undefined;
  readonly ways: Joining;
  readonly observer: JoinObserver;
  /** The beginning of the group's history, where it does not fit the welcome. */
  history?: readonly Uint8Array[];
  negotiation?: Negotiation;
  /** Who lets us in: only its welcome is listened to. */
  peer?: Peer;
}

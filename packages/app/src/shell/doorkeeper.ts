import {
  countsAsFailure,
  countWrongPassword,
  forgetFailures,
  forgetWrongPasswords,
  mayKnock,
  NO_FAILURES,
  rememberFailure,
  type Denied,
  type InviteId,
} from '@fyteclub/identity';
import { provesRemoval, tombstonesOf } from '@fyteclub/phonebook';
import type { Book } from './book.ts';
import type { Self } from './context.ts';

/** What happens at the doors of one syncshell besides the handshake: who has to wait, who is told what, what it costs. */
export class Doorkeeper {
  readonly #self: Self;
  readonly #book: () => Book | undefined;
  readonly #onRemoved: () => void;
  #failures = NO_FAILURES;

  /** @param onRemoved a door stayed shut and showed us the tombstone that says why. */
  constructor(self: Self, book: () => Book | undefined, onRemoved: () => void) {
    this.#self = self;
    this.#book = book;
    this.#onRemoved = onRemoved;
  }

  /** @param tag the member or the invite whose door it is; undefined for the group's own. */
  mayKnock(tag: string | undefined): boolean {
    return tag === undefined || mayKnock(this.#failures, tag, this.#self.node.parts.now());
  }

  cameIn(tag: string): void {
    this.#failures = forgetFailures(this.#failures, tag);
  }

  /**
   * Somebody was turned away.
   * @returns what to show it besides the generic denial: to a removed member, who has proven its key, its tombstone.
   */
  turnedAway(denied: Denied, tag: string | undefined): readonly Uint8Array[] {
    const { code, member, invite } = denied;
    const culprit = member ?? tag;
    if (culprit !== undefined && countsAsFailure(code))
      this.#failures = rememberFailure(this.#failures, culprit, this.#self.node.parts.now());
    if (code === 'password-wrong' && invite !== undefined) this.#wrongPassword(invite);
    const book = this.#book();
    if (code !== 'removed' || member === undefined || book === undefined) return [];
    return tombstonesOf(book.graph(), book.roster(), member);
  }

  /** Whether a frame at a door is a tombstone and no part of the handshake; ours is believed if it proves itself. */
  isTombstone(frame: Uint8Array): boolean {
    const book = this.#book();
    if (book === undefined) return false;
    const proven = provesRemoval(book.graph(), book.roster(), this.#self.ring.memberId, frame);
    if (proven) this.#onRemoved();
    return proven;
  }

  /** Three guesses burn the invite, before anything else is heard (P13); counted over restarts. */
  #wrongPassword(invite: InviteId): void {
    const { wrong, burnt } = countWrongPassword(this.#self.row().wrongPasswords ?? {}, invite);
    this.#self.update({ wrongPasswords: wrong });
    const book = this.#book();
    if (book === undefined) return;
    if (burnt && book.roster().invites[invite]?.state === 'open') book.author({ type: 'revoke', invite });
    const { invites } = book.roster();
    const left = forgetWrongPasswords(wrong, (id) => (invites[id]?.state ?? 'open') === 'open');
    this.#self.update({ wrongPasswords: left });
  }
}

import { concat, hash256, utf8, type MemberId } from '@fyteclub/identity';
import type { Roster } from '@fyteclub/phonebook';
import type { Self } from './context.ts';

/** Epoch keys whose holders may knock. */
const GROUP_DOORS = 3;

interface Pair {
  readonly kx: Uint8Array;
  readonly secret: Uint8Array | undefined;
}

/** The secrets behind the doors through which members come. */
export class DoorSecrets {
  readonly #self: Self;
  readonly #roster: () => Roster;
  /** An agreement costs a third of a millisecond, and every change of the roster looks at everybody's door. */
  readonly #pairs = new Map<MemberId, Pair>();

  constructor(self: Self, roster: () => Roster) {
    this.#self = self;
    this.#roster = roster;
  }

  /** Shared with one member alone: the key of the door through which it is let in. */
  pair(member: MemberId): Uint8Array | undefined {
    const kx = this.#roster().members[member]?.kx;
    if (kx === undefined) {
      this.#pairs.delete(member);
      return undefined;
    }
    const known = this.#pairs.get(member);
    if (known?.kx === kx) return known.secret;
    const agreed = this.#self.ring.pairSecret(kx, this.#self.shell);
    const secret = agreed.ok ? agreed.value : undefined;
    this.#pairs.set(member, { kx, secret });
    return secret;
  }

  /** The same for bulk connections, which need no handshake but a ticket from the control connection. */
  bulk(member: MemberId): Uint8Array | undefined {
    const secret = this.pair(member);
    return secret === undefined ? undefined : hash256(concat(utf8('bulk'), secret));
  }

  /**
   * Shared by everybody who holds an epoch's key: the doors for members whose admission we have not heard of. Newest
   * first; whoever was let in elsewhere may know an earlier key than ours.
   */
  group(): readonly Uint8Array[] {
    return this.#self
      .row()
      .epochs.slice(-GROUP_DOORS)
      .reverse()
      .map(({ secret }) => hash256(concat(utf8('group door'), secret)));
  }
}

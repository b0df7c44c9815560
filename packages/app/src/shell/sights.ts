import type { MemberId } from '@fyteclub/identity';
import { NO_SIGHT, seesInRange, type Sight } from '@fyteclub/transfer';
import type { Self } from './context.ts';
import type { Mesh } from './mesh.ts';

interface Seen {
  /** Told by hand; undefined when this side does not see the member. */
  readonly metres: number | undefined;
  readonly sight: Sight;
}

/** Who sees whom: our own sightings, which are told as yes or no, and what the others tell of theirs. */
export class Sights {
  readonly #self: Self;
  readonly #mesh: Mesh;
  readonly #seen = new Map<MemberId, Seen>();

  constructor(self: Self, mesh: Mesh) {
    this.#self = self;
    this.#mesh = mesh;
    for (const [member, { metres }] of self.rows.sights()) this.#look(member, metres);
  }

  of(member: MemberId): Sight {
    return this.#seen.get(member)?.sight ?? NO_SIGHT;
  }

  metres(member: MemberId): number | null {
    return this.#seen.get(member)?.metres ?? null;
  }

  /** A sighting by hand, null for "off"; it is kept until it is changed. */
  see(member: MemberId, metres: number | null): void {
    this.#self.rows.putSight(member, metres === null ? null : { metres });
    this.#look(member, metres ?? undefined);
  }

  /** What a member says of its own sight; where it claims to be is never asked. */
  told(member: MemberId, inRange: boolean): void {
    const { metres, sight } = this.#seen.get(member) ?? { metres: undefined, sight: NO_SIGHT };
    this.#seen.set(member, { metres, sight: { ...sight, theirs: inRange } });
  }

  #look(member: MemberId, metres: number | undefined): void {
    const { sight } = this.#seen.get(member) ?? { sight: NO_SIGHT };
    const mine = seesInRange(sight.mine, metres, this.#self.node.config.game.range_metres);
    this.#seen.set(member, { metres, sight: { ...sight, mine } });
    if (mine) this.#mesh.want(member, 'sight');
    else this.#mesh.release(member, 'sight');
  }
}

import { memberHash, type MemberId } from '@fyteclub/identity';
import { offersTo } from './dialling.rules.ts';

/** How the links of a large group are chosen; every member of one group must have the same `rings`. */
export interface OverlaySettings {
  /** Up to so many members, me included, everybody is linked to everybody. */
  readonly meshAbove: number;
  /** Orders of the members; each gives a member two neighbours. At most {@link MAX_RINGS}. */
  readonly rings: number;
  /** How long a link that nobody needs is kept, ms. */
  readonly graceMs: number;
  /** Beyond so many links even those go that only the other side needs. */
  readonly maxLinks: number;
  /** Dials that one node runs at a time, over all its groups. */
  readonly maxDials: number;
}

/** What the product runs with; the README tells what was measured with it. */
export const OVERLAY: OverlaySettings = {
  meshAbove: 20,
  rings: 5,
  graceMs: 30_000,
  maxLinks: 64,
  maxDials: 20,
};

/** How often somebody believed offline, drawn at random, is dialled all the same. */
export const PROBE_MS = 30_000;
/** The same while we are linked to nobody. */
export const LONELY_PROBE_MS = 5_000;

/** Full: a link to everybody. Mesh: links to neighbours, and to whoever is wanted. */
export type Shape = 'full' | 'mesh';

/**
 * Whether a group is large enough for a mesh. A group that shrinks stays one a little longer, so that one member who
 * comes and goes at the threshold does not make everybody dial everybody.
 */
export function shapeOf(before: Shape, members: number, meshAbove: number): Shape {
  if (members > meshAbove) return 'mesh';
  return before === 'mesh' && members > meshAbove * 0.8 ? 'mesh' : 'full';
}

/** One hash of 64 digits is read from five places, which gives five independent orders. */
const DIGITS_PER_RING = 12;
/** As many orders as a hash gives. */
export const MAX_RINGS = 5;
/** Of the doubted members between me and a neighbour the nearest are not given up. */
const RETRIED_PER_SIDE = 2;

/** The members of one group in several circles, each in an order of its own that everybody computes alike. */
export interface Rings {
  readonly orders: readonly (readonly MemberId[])[];
  /** Where each member stands in each order. */
  readonly places: ReadonlyMap<MemberId, readonly number[]>;
}

/**
 * The rings of a group, from the key hashes alone: whoever has the same roster has the same rings, without a word.
 *
 * @param members in any order.
 * @param rings how many; above {@link MAX_RINGS} no more are made.
 */
export function ringsOf(members: readonly MemberId[], rings: number): Rings {
  const hashed = [...new Set(members)].map((member) => ({ member, hash: memberHash(member) }));
  const orders = Array.from({ length: Math.min(rings, MAX_RINGS) }, (_, ring) => {
    const from = ring * DIGITS_PER_RING;
    // The digits go round, so that no two members ever stand in one place.
    const placed = hashed.map(({ member, hash }) => ({ member, at: hash.slice(from) + hash.slice(0, from) }));
    return placed.sort((a, b) => (a.at < b.at ? -1 : 1)).map(({ member }) => member);
  });
  const places = new Map<MemberId, number[]>(hashed.map(({ member }) => [member, []]));
  for (const order of orders) order.forEach((member, place) => places.get(member)?.push(place));
  return { orders, places };
}

/** Whom a member should be linked to. */
export interface Neighbours {
  /** On either side in every ring the nearest who is not doubted: at most twice as many as there are rings. */
  readonly standing: ReadonlySet<MemberId>;
  /** The doubted ones who stand nearer than those: worth another dial now and then. At most two a side. */
  readonly passed: ReadonlySet<MemberId>;
}

/**
 * The overlay: a union of rings. It is symmetric as far as two members doubt the same others, and then connected as
 * well, whoever is left out; a member that comes or goes changes its own links and closes the gap or opens one.
 *
 * @param doubted whether a member is passed over: believed offline, or out of our reach. Never asked about `me`.
 */
export function neighboursOf(
  { orders, places }: Rings,
  me: MemberId,
  doubted: (member: MemberId) => boolean,
): Neighbours {
  const standing = new Set<MemberId>();
  const passed = new Set<MemberId>();
  const myPlaces = places.get(me) ?? [];
  for (const [ring, place] of myPlaces.entries()) {
    const order = orders[ring] ?? [];
    for (const step of [1, -1]) {
      let left = RETRIED_PER_SIDE;
      for (let away = 1; away < order.length; away++) {
        const member = order.at((place + step * away) % order.length);
        if (member === undefined) continue;
        if (!doubted(member)) {
          standing.add(member);
          break;
        }
        if (left-- > 0) passed.add(member);
      }
    }
  }
  return { standing, passed };
}

/** One of my links, as far as it matters for whether it stays. */
export interface LinkClaim {
  readonly member: MemberId;
  /** I need it: a neighbour, or somebody near. */
  readonly needed: boolean;
  /** The other side has not said that it does not need it. */
  readonly claimed: boolean;
  /** Its grace is over: I have not needed it for a while. */
  readonly ripe: boolean;
}

/**
 * The links that I close now: those that neither side needs, where my key is the lower one, so that exactly one of us
 * does it; and, over the limit, those that I do not need, the oldest first. Whoever loses a link that way looks for
 * another neighbour and comes again later, so everybody gets its turn.
 *
 * @param links oldest first.
 */
export function surplusLinks(
  links: readonly LinkClaim[],
  me: MemberId,
  maxLinks: number,
): readonly MemberId[] {
  const ripe = links.filter(({ needed, ripe }) => ripe && !needed);
  const ours = ripe.filter(({ claimed, member }) => !claimed && offersTo(me, member));
  const others = ripe.filter((link) => !ours.includes(link));
  const over = Math.max(0, links.length - ours.length - maxLinks);
  return [...ours, ...others.slice(0, over)].map(({ member }) => member);
}

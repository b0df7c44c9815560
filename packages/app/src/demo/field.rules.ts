/** Where somebody stands, in metres. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

export type Places = Readonly<Record<string, Place>>;

/** One pair, and how far apart they stand. */
export interface Distance {
  readonly pair: readonly [string, string];
  readonly metres: number;
}

/** To a tenth of a metre, as a game client tells it. */
export const metresBetween = (a: Place, b: Place): number =>
  Math.round(10 * Math.hypot(a.x - b.x, a.y - b.y)) / 10;

/** At most `metres` from one place towards another; arrives exactly. */
export function stepTowards(from: Place, goal: Place, metres: number): Place {
  const left = Math.hypot(goal.x - from.x, goal.y - from.y);
  if (left <= metres) return goal;
  const part = metres / left;
  return { x: from.x + part * (goal.x - from.x), y: from.y + part * (goal.y - from.y) };
}

/** The place so far from somebody, in the direction in which one stands already. */
export function placeAt(metres: number, from: Place, whom: Place): Place {
  const apart = Math.hypot(from.x - whom.x, from.y - whom.y);
  if (apart === 0) return { x: whom.x + metres, y: whom.y };
  const part = metres / apart;
  return { x: whom.x + part * (from.x - whom.x), y: whom.y + part * (from.y - whom.y) };
}

/** Everybody's distance from everybody else, each pair once. */
export function distancesIn(places: Places): readonly Distance[] {
  const names = Object.keys(places);
  return names.flatMap((one, at) =>
    names.slice(at + 1).flatMap((other) => {
      const [here, there] = [places[one], places[other]];
      return here === undefined || there === undefined
        ? []
        : [{ pair: [one, other] as const, metres: metresBetween(here, there) }];
    }),
  );
}

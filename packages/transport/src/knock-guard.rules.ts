/** Why a knock is not let through to `admit`. */
export interface KnockGuard {
  /** Names admitted lately, with the time their memory ends: a knock opens one connection, however often it repeats. */
  readonly admitted: ReadonlyMap<string, number>;
  /** Connections begun and not yet open. */
  readonly unfinished: number;
  /** Connections that may still be begun now; refills with time. */
  readonly allowance: number;
  readonly refilledAt: number;
}

/** A hundred members dialling at once all get in; a flood of replayed knocks does not. */
export const MAX_UNFINISHED = 128;
const MAX_ALLOWANCE = 128;
const ALLOWANCE_PER_SECOND = 32;
/** Twice the life of a knock: by then a replay is stale. */
export const ADMITTED_MEMORY_MS = 120_000;
const MAX_ADMITTED = 8_192;

export const emptyKnockGuard = (now: number): KnockGuard => ({
  admitted: new Map(),
  unfinished: 0,
  allowance: MAX_ALLOWANCE,
  refilledAt: now,
});

/** Whether this name may be shown to `admit` at all. Costs nothing that a flood could exhaust. */
export const mayKnock = (guard: KnockGuard, name: string, now: number): boolean =>
  guard.unfinished < MAX_UNFINISHED && refilled(guard, now) >= 1 && (guard.admitted.get(name) ?? 0) <= now;

const refilled = (guard: KnockGuard, now: number): number =>
  Math.min(
    MAX_ALLOWANCE,
    guard.allowance + (Math.max(0, now - guard.refilledAt) / 1000) * ALLOWANCE_PER_SECOND,
  );

/** After `admit` said yes. */
export function begin(guard: KnockGuard, name: string, now: number): KnockGuard {
  const admitted = new Map(guard.admitted);
  admitted.set(name, now + ADMITTED_MEMORY_MS);
  for (const [old, until] of admitted) {
    // Insertion order is age order, so the first that is still remembered ends the sweep.
    if (until > now && admitted.size <= MAX_ADMITTED) break;
    admitted.delete(old);
  }
  return {
    admitted,
    unfinished: guard.unfinished + 1,
    allowance: refilled(guard, now) - 1,
    refilledAt: now,
  };
}

/** Open or given up: the slot is free again. */
export const finish = (guard: KnockGuard): KnockGuard => ({
  ...guard,
  unfinished: Math.max(0, guard.unfinished - 1),
});

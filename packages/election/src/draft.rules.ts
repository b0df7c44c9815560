import type { MemberId } from '@fyteclub/identity';
import type { ElectionContext, ElectionEmitted, Step, Wait } from './election.events.ts';
import type { Life } from './lives.rules.ts';
import type { ElectionMessage } from './messages.ts';
import type { Statement } from './statement.ts';

/** A step in the making. What was there before it is replaced, never changed. */
export interface Draft {
  context: ElectionContext;
  readonly effects: ElectionEmitted[];
  readonly waits: Wait[];
  /** Maps made by this very step: one message may bring hundreds of entries, and each copy costs the whole. */
  readonly owned: WeakSet<object>;
}

/** The border between rules that work on a draft and the rest of the world, where nothing changes under one's feet. */
export function stepFrom(context: ElectionContext, work: (draft: Draft) => void): Step {
  const draft: Draft = { context, effects: [], waits: [], owned: new WeakSet() };
  work(draft);
  return draft;
}

export function change(draft: Draft, fields: Partial<ElectionContext>): void {
  draft.context = { ...draft.context, ...fields };
}

/** The map with one more entry: itself if this step made it, else a copy. */
export function put<T>(
  { owned }: Draft,
  map: ReadonlyMap<MemberId, T>,
  member: MemberId,
  value: T,
): ReadonlyMap<MemberId, T> {
  const mine = owned.has(map) ? (map as Map<MemberId, T>) : new Map(map);
  owned.add(mine);
  return mine.set(member, value);
}

export function setLife(draft: Draft, member: MemberId, life: Life): void {
  change(draft, { lives: put(draft, draft.context.lives, member, life) });
}

export function send(draft: Draft, to: MemberId, message: ElectionMessage): void {
  draft.effects.push({ type: 'SEND', to, message });
}

export function askToSign(draft: Draft, statement: Statement): void {
  draft.effects.push({ type: 'SIGN', statement });
}

export function without<T>(
  record: Readonly<Record<MemberId, T>>,
  member: MemberId,
): Readonly<Record<MemberId, T>> {
  return record[member] === undefined
    ? record
    : Object.fromEntries(Object.entries(record).filter(([id]) => id !== member));
}

export function withoutAll<T>(
  map: ReadonlyMap<MemberId, T>,
  members: readonly MemberId[],
): ReadonlyMap<MemberId, T> {
  if (!members.some((member) => map.has(member))) return map;
  const left = new Map(map);
  for (const member of members) left.delete(member);
  return left;
}

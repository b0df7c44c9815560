import type { MemberId } from '@fyteclub/identity';
import type { ReceivedMod } from '../mods/library.ts';
import type { MemberNamed, ModShown } from '../shown/index.ts';

/** A mod that a friend offers, as far as it has come. */
export type Coming = Pick<ModShown, 'name' | 'hash' | 'bytes' | 'files' | 'state' | 'reason'> & {
  readonly peer: MemberId;
};

/** What friends who are here offer, and besides that what is in its place, whether or not its owner is here. */
export function receivedShown(
  coming: readonly Coming[],
  inPlace: readonly ReceivedMod[],
  named: (member: MemberId) => MemberNamed,
): readonly ModShown[] {
  const known = new Set(coming.map(({ hash }) => hash));
  return [
    ...coming.map(({ peer, ...facts }): ModShown => {
      const path = inPlace.find(({ mod }) => mod === facts.hash)?.path ?? null;
      return { ...facts, owner: named(peer), direction: 'received', path };
    }),
    ...inPlace
      .filter(({ mod }) => !known.has(mod))
      .map(({ name, files, bytes, mod: hash, owner, path }): ModShown => {
        const facts = { name, hash, bytes, files, owner: named(owner), path };
        return { ...facts, direction: 'received', state: 'complete', reason: null };
      }),
  ];
}

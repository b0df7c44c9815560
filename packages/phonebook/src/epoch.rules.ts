import {
  sealEpoch,
  type EpochId,
  type MemberId,
  type OpId,
  type SealedEpoch,
  type ShellId,
} from '@fyteclub/identity';
import {
  acceptedRemovals,
  hasLeft,
  isEffective,
  isMember,
  isRemoved,
  membersIn,
  scope,
  within,
  type Scope,
} from './effect.rules.ts';
import type { OpGraph } from './op-graph.ts';
import { inSet } from './op-set.rules.ts';
import type { OpOf, RotateBody } from './op.ts';
import type { Roster } from './resolve.rules.ts';

/** Every way in which somebody who may hold a key is out: removals, leavings, and admissions that came to nothing. */
function losses(view: Scope): readonly number[] {
  const { history } = view;
  const voided = within(view, history.ofType('admit')).filter((index) => {
    const { joiner } = history.opOf('admit', index);
    return (
      !isEffective(view, index) &&
      !isMember(view, joiner) &&
      !isRemoved(view, joiner) &&
      !hasLeft(view, joiner)
    );
  });
  return [...acceptedRemovals(view), ...within(view, history.ofType('leave')), ...voided];
}

/** A box for everybody who was in at the rotation's own place, and for nobody else. */
function isComplete({ history }: Scope, rotation: number): boolean {
  const { boxes } = history.opOf('rotate', rotation);
  const members = membersIn(scope(history, history.pastOf(rotation)));
  return boxes.length === members.size && boxes.every(({ member }) => members.has(member));
}

/**
 * The epoch to seal under. It is usable if it was made in the knowledge of every loss. Of several it is the one that was
 * made in the knowledge of the others, because whoever made it could not open theirs; of those that did not know of
 * each other the lowest id. The genesis begins the first one, which is usable as long as nobody was lost. An admission
 * makes no epoch unusable: the newcomer is handed the key.
 *
 * Law: an epoch whose key somebody gone was given is never usable again (P35, P37).
 */
export function usableEpoch(view: Scope, shell: ShellId): EpochId | null {
  const { history } = view;
  const lost = losses(view);
  const usable = within(view, history.ofType('rotate')).filter((index) => {
    const past = history.pastOf(index);
    return lost.every((loss) => inSet(past, loss)) && isEffective(view, index) && isComplete(view, index);
  });
  const last = usable.filter((index) => !usable.some((other) => inSet(history.pastOf(other), index)));
  const ids = last.map((index) => history.at(index).id as string as EpochId);
  return ids.sort()[0] ?? (lost.length === 0 ? (shell as string as EpochId) : null);
}

/**
 * A new epoch for everybody on the roster.
 *
 * @param secret 32 random bytes, the new key.
 */
export const rotationFor = (
  { shell, members }: Pick<Roster, 'shell' | 'members'>,
  secret: Uint8Array,
  random: (length: number) => Uint8Array,
): RotateBody => {
  const recipients = Object.values(members).map(({ id, kx }) => ({ member: id, kx }));
  return { type: 'rotate', ...sealEpoch(shell, secret, recipients, random) };
};

const rotationOf = ({ ops }: OpGraph, epoch: EpochId): OpOf<'rotate'> | undefined => {
  const op = ops.get(epoch as string as OpId)?.op;
  return op?.type === 'rotate' ? op : undefined;
};

/** The box that a rotation holds for a member; undefined for the first epoch and for who came later. */
export function boxOf(
  graph: OpGraph,
  epoch: EpochId,
  member: MemberId,
): (Omit<SealedEpoch, 'boxes'> & { readonly box: Uint8Array }) | undefined {
  const rotation = rotationOf(graph, epoch);
  const box = rotation?.boxes.find((one) => one.member === member)?.box;
  if (rotation === undefined || box === undefined) return undefined;
  const { commitment, ephemeral } = rotation;
  return { commitment, ephemeral, box };
}

/** What the key of an epoch must hash to (`epochCommitment`); undefined for the first, which nothing commits to. */
export const commitmentOf = (graph: OpGraph, epoch: EpochId): Uint8Array | undefined =>
  rotationOf(graph, epoch)?.commitment;

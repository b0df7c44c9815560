import { err, ok, type MemberId } from '@fyteclub/identity';
import { broughtBy, checkReason, signProblem, type Removal } from '@fyteclub/phonebook';
import { explain, type Outcome } from '../problems.ts';
import type { MemberParts } from '../shell/member-parts.ts';
import { findOne, missed } from './find.rules.ts';
import type { FyteNode } from './node.ts';
import type { NodeCore } from './node-core.ts';
import type { RemovalShown } from '../shown/index.ts';

type Verbs = Pick<FyteNode, 'remove' | 'sign' | 'removals'>;

/** Voting somebody out. */
export function removalVerbs(core: NodeCore): Verbs {
  const { now } = core.context.parts;

  /** Signs what is open against the member already, or proposes it. */
  function remove(
    { book, removals }: MemberParts,
    me: MemberId,
    target: MemberId,
    reason: string,
  ): RemovalShown {
    const open = Object.values(book.roster().removals).filter((removal) => removal.target === target);
    const mine = open.find(({ state, signers }) => state === 'proposed' && signers.includes(me));
    if (mine !== undefined) return removals.of(mine.id);
    const other = open.find((removal) => signProblem(removal, me, now()) === undefined);
    if (other === undefined) return removals.of(book.author({ type: 'remove', target, reason }));
    book.sign(other.id);
    return removals.of(other.id);
  }

  return {
    remove: ({ shell: name, member, reason: typed = '', withBrought = false }) => {
      const found = core.actingShell(name);
      if (!found.ok) return found;
      const { shell, parts } = found.value;
      const target = core.memberOf(found.value, member);
      if (!target.ok) return target;
      const reason = checkReason(typed);
      if (!reason.ok) return err(explain(reason.error));
      const me = shell.me.id;
      // Whom the target brought is settled before it goes.
      const brought = withBrought ? broughtBy(parts.book.roster().members, target.value) : [];
      const also = brought.filter((id) => id !== me).map((id) => remove(parts, me, id, reason.value));
      return ok({ removal: remove(parts, me, target.value, reason.value), also });
    },

    sign: ({ shell: name, removal: start }) => {
      const found = core.actingShell(name);
      if (!found.ok) return found;
      const { shell, parts } = found.value;
      const removal = removalCalled(parts, start);
      if (!removal.ok) return removal;
      const problem = signProblem(removal.value, shell.me.id, now());
      if (problem !== undefined) return err(explain(problem));
      parts.book.sign(removal.value.id);
      return ok({ removal: parts.removals.of(removal.value.id) });
    },

    removals: ({ shell: name }) => {
      const found = core.memberShell(name);
      return found.ok ? ok({ removals: found.value.parts.removals.shown() }) : found;
    },
  };
}

function removalCalled({ book }: MemberParts, start: string): Outcome<Removal> {
  const found = findOne(
    Object.values(book.roster().removals).map((removal) => ({ ...removal, name: removal.id })),
    start,
  );
  return found.ok
    ? found
    : err(missed(found.error, start, { unknown: 'unknown-removal', ambiguous: 'unknown-removal' }));
}

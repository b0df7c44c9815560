import { ok, type MemberId, type ShellId } from '@fyteclub/identity';
import type { Outcome } from '../problems.ts';
import type { FyteNode, InShell } from './node.ts';
import type { NodeCore } from './node-core.ts';
import type { LimitsShown, PauseShown } from '../shown/index.ts';

/** What stands still now. */
export function pausesShown({ context: { pauses }, shells }: NodeCore): PauseShown[] {
  const { all } = pauses;
  const members = shells.flatMap((shell) =>
    (shell.parts?.book.others() ?? []).flatMap((id): PauseShown[] => {
      const row = pauses.of(shell.self.shell, id);
      return row === undefined ? [] : [{ member: shell.memberNamed(id), until: row.until }];
    }),
  );
  return [...(all === undefined ? [] : [{ member: null, until: all.until }]), ...members];
}

interface MemberIn {
  readonly shell: ShellId;
  readonly member: MemberId;
}

/** Standing still, going on, and how fast. */
export function pausingVerbs(core: NodeCore): Pick<FyteNode, 'pause' | 'resume' | 'limit' | 'gaming'> {
  const { pauses, limits, parts, gaming } = core.context;

  type Whom = InShell & { readonly member?: string | undefined };
  /** A member by name; undefined for everybody. */
  function meant({ shell, member }: Whom): Outcome<MemberIn | undefined> {
    if (member === undefined) return ok(undefined);
    const found = core.memberShell(shell);
    if (!found.ok) return found;
    const id = core.memberOf(found.value, member);
    return id.ok ? ok({ shell: found.value.shell.self.shell, member: id.value }) : id;
  }

  function limitsShown(): LimitsShown {
    const members = core.shells.flatMap((shell) =>
      (shell.parts?.book.others() ?? []).flatMap((id) => {
        const own = limits.of({ shell: shell.self.shell, member: id });
        return own.up === null && own.down === null ? [] : [{ member: shell.memberNamed(id), ...own }];
      }),
    );
    return { ...limits.of('node'), members };
  }

  return {
    pause: ({ forMs, ...whom }) => {
      const what = meant(whom);
      if (!what.ok) return what;
      pauses.pause(what.value ?? 'all', forMs === undefined ? null : parts.now() + forMs);
      return ok({ paused: pausesShown(core) });
    },
    resume: (whom) => {
      const what = meant(whom);
      if (!what.ok) return what;
      pauses.resume(what.value ?? 'all');
      return ok({ paused: pausesShown(core) });
    },
    limit: ({ up, down, ...whom }) => {
      const what = meant(whom);
      if (!what.ok) return what;
      if (up !== undefined || down !== undefined) limits.set(what.value ?? 'node', { up, down });
      return ok({ limits: limitsShown() });
    },
    gaming: ({ on }) => {
      if (on !== undefined) gaming.on = on;
      return ok({ gaming: { on: gaming.on } });
    },
  };
}

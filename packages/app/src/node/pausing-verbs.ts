import { ok } from '@fyteclub/identity';
import type { Outcome } from '../problems.ts';
import type { FyteNode, InShell } from './node.ts';
import type { NodeCore } from './node-core.ts';
import type { Paused } from './pauses.ts';
import type { PauseShown } from './shown.ts';

/** Standing still, and going on. */
export function pausingVerbs(core: NodeCore): Pick<FyteNode, 'pause' | 'resume'> {
  const { pauses, parts } = core.context;

  function meant({ shell, member }: InShell & { member?: string | undefined }): Outcome<Paused> {
    if (member === undefined) return ok('all');
    const found = core.memberShell(shell);
    if (!found.ok) return found;
    const id = core.memberOf(found.value, member);
    return id.ok ? ok({ shell: found.value.shell.self.shell, member: id.value }) : id;
  }

  function paused(): readonly PauseShown[] {
    const { all } = pauses;
    const members = core.shells.flatMap((shell) =>
      (shell.parts?.book.others() ?? []).flatMap((id): PauseShown[] => {
        const row = pauses.of(shell.self.shell, id);
        return row === undefined ? [] : [{ member: shell.memberNamed(id), until: row.until }];
      }),
    );
    return [...(all === undefined ? [] : [{ member: null, until: all.until }]), ...members];
  }

  return {
    pause: ({ forMs, ...whom }) => {
      const what = meant(whom);
      if (!what.ok) return what;
      pauses.pause(what.value, forMs === undefined ? null : parts.now() + forMs);
      return ok({ paused: paused() });
    },
    resume: (whom) => {
      const what = meant(whom);
      if (!what.ok) return what;
      pauses.resume(what.value);
      return ok({ paused: paused() });
    },
  };
}

import { ok, type MemberId } from '@fyteclub/identity';
import type { Shell } from '../shell/shell.ts';
import type { FyteNode } from './node.ts';
import type { NodeCore } from './node-core.ts';
import type { MemberNamed, MemberRemembered } from '../shown/index.ts';

/** What we keep of a member for ourselves. */
export const rememberedOf = ({ self }: Shell, member: MemberId): Pick<MemberRemembered, 'note' | 'muted'> =>
  self.rows.note(member) ?? { note: '', muted: false };

/** Of whom nothing is told, whatever syncshell they are in. */
export const mutedShown = ({ shells }: NodeCore): readonly MemberNamed[] =>
  shells.flatMap((shell) =>
    (shell.parts?.book.others() ?? [])
      .filter((id) => rememberedOf(shell, id).muted)
      .map((id) => shell.memberNamed(id)),
  );

/** What is kept of friends on this machine, and never leaves it. */
export function rememberingVerbs(core: NodeCore): Pick<FyteNode, 'remember'> {
  return {
    remember: ({ shell: name, member, note, muted }) => {
      const found = core.memberShell(name);
      if (!found.ok) return found;
      const id = core.memberOf(found.value, member);
      if (!id.ok) return id;
      const { shell } = found.value;
      const before = rememberedOf(shell, id.value);
      const after = { note: note?.trim() ?? before.note, muted: muted ?? before.muted };
      shell.self.rows.putNote(id.value, after.note === '' && !after.muted ? null : after);
      return ok({ member: { ...shell.memberNamed(id.value), ...after } });
    },
  };
}

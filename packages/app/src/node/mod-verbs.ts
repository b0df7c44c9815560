import { ok } from '@fyteclub/identity';
import type { MemberParts } from '../shell/member-parts.ts';
import { pause } from '../shell/waiting.ts';
import type { FyteNode } from './node.ts';
import type { NodeCore } from './node-core.ts';
import type { Sight } from '../shown/index.ts';

type Verbs = Pick<FyteNode, 'share' | 'unshare' | 'mods' | 'near' | 'transfers' | 'followTransfers'>;

const FOLLOW_MS = 500;

/** Mods: sharing them, seeing friends, and watching bytes move. */
export function modVerbs(core: NodeCore): Verbs {
  const sights = ({ book, sharing }: MemberParts): readonly Sight[] =>
    book.others().flatMap((id) => {
      const { metres } = sharing.sightOf(id);
      return metres === null ? [] : [{ id, metres, source: 'manual' as const }];
    });

  const transfers: Verbs['transfers'] = ({ shell: name }) => {
    const found = core.memberShell(name);
    return found.ok ? ok({ transfers: found.value.parts.sharing.transfers() }) : found;
  };

  return {
    share: async ({ shell: name, path, name: modName }) => {
      const found = core.memberShell(name);
      if (!found.ok) return found;
      const mod = await found.value.parts.sharing.share(path, modName);
      return mod.ok ? ok({ mod: mod.value }) : mod;
    },
    unshare: ({ shell: name, name: modName }) => {
      const found = core.memberShell(name);
      if (!found.ok) return found;
      const mod = found.value.parts.sharing.unshare(modName);
      return mod.ok ? ok({ mod: mod.value }) : mod;
    },
    mods: ({ shell: name }) => {
      const found = core.memberShell(name);
      return found.ok ? ok({ mods: found.value.parts.sharing.mods() }) : found;
    },
    near: ({ shell: name, member, metres }) => {
      const found = core.memberShell(name);
      if (!found.ok) return found;
      const { parts } = found.value;
      const meant = member === 'all' ? ok(parts.book.others()) : core.memberOf(found.value, member);
      if (!meant.ok) return meant;
      for (const id of [meant.value].flat()) parts.sharing.see(id, metres);
      return ok({ near: sights(parts) });
    },
    transfers,
    followTransfers: async function* (input, signal) {
      let told = '';
      while (!signal.aborted) {
        const now = transfers(input);
        const line = JSON.stringify(now);
        if (line !== told) yield now;
        if (!now.ok) return;
        told = line;
        await pause(core.context.parts.clock, FOLLOW_MS, signal);
      }
    },
  };
}

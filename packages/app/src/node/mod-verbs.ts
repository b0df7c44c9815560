import { err, ok } from '@fyteclub/identity';
import { describe, type Outcome } from '../problems.ts';
import type { MemberParts } from '../shell/member-parts.ts';
import { pause } from '../shell/waiting.ts';
import { findOne, missed } from './find.rules.ts';
import type { FyteNode } from './node.ts';
import type { NodeCore } from './node-core.ts';
import type { ModShown, Sight } from '../shown/index.ts';

type Verbs = Pick<
  FyteNode,
  'share' | 'unshare' | 'mods' | 'release' | 'near' | 'transfers' | 'followTransfers'
>;

const FOLLOW_MS = 500;

/** The held mod that people mean, by name or by the start of its hash. */
function heldMod(received: readonly ModShown[], text: string): Outcome<ModShown> {
  const findable = received.map((mod) => ({ ...mod, id: mod.hash, mod }));
  const held = findOne(
    findable.filter(({ state }) => state === 'held'),
    text,
  );
  if (held.ok) return ok(held.value.mod);
  if (held.error !== 'unknown')
    return err(missed(held.error, text, { unknown: 'unknown-held-mod', ambiguous: 'ambiguous-mod' }));
  const known = findOne(findable, text);
  const isKnown = known.ok || known.error === 'ambiguous';
  return err(describe(isKnown ? 'not-held' : 'unknown-held-mod', { name: text }));
}

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
    release: ({ shell: name, mod: text }) => {
      const found = core.memberShell(name);
      if (!found.ok) return found;
      const { sharing } = found.value.parts;
      const received = (): readonly ModShown[] =>
        sharing.mods().filter(({ direction }) => direction === 'received');
      const mod = heldMod(received(), text);
      if (!mod.ok) return mod;
      core.context.holding.release(mod.value.hash);
      const now = received().find(
        ({ hash, owner }) => hash === mod.value.hash && owner.id === mod.value.owner.id,
      );
      return ok({ mod: now ?? mod.value });
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

import type { HandshakeInput } from '../handshake-side.ts';
import type { ShellId } from '../ids.ts';
import { inviteKeys, type InviteKeys } from '../invite-keys.ts';
import { emptyView, type KnownInvite, type MembershipView } from '../membership-view.ts';
import { seededRandom, tokenFor, type Person } from './cast.ts';
import type { FakeGroup } from './group.ts';

interface Meeting {
  readonly shell: ShellId;
  readonly now: number;
  /** What both know of the group; a joiner knows nothing. */
  readonly view: MembershipView;
}

/** The input of somebody who is dialled, on a direct line to `from`. */
export function answering(who: Person, from: Person, { shell, now, view }: Meeting): HandshakeInput {
  return {
    role: 'responder',
    shell,
    ring: who.ring,
    instance: who.instance,
    binding: { local: who.fingerprint, remote: from.fingerprint },
    random: seededRandom(`${who.name} answers`),
    view,
    purpose: { kind: 'answer', token: tokenFor(who, who, shell, now) },
  };
}

/** The input of a member who dials `to` with a token that `to` issued. */
export function reconnecting(who: Person, to: Person, { shell, now, view }: Meeting): HandshakeInput {
  return {
    role: 'initiator',
    shell,
    ring: who.ring,
    instance: who.instance,
    binding: { local: who.fingerprint, remote: to.fingerprint },
    random: seededRandom(`${who.name} dials`),
    view,
    purpose: { kind: 'reconnect', token: tokenFor(to, who, shell, now) },
  };
}

/** The input of somebody who dials `to` with an invite that `to` issued. */
export function joining(who: Person, to: Person, seed: Uint8Array, meeting: Meeting): HandshakeInput {
  const purpose = { kind: 'join', inviteSeed: seed, issuer: to.id } as const;
  return { ...reconnecting(who, to, meeting), view: emptyView, purpose };
}

/** Makes an invite known to the group, open for an hour unless the story says otherwise. */
export function publishInvite(
  group: FakeGroup,
  by: Person,
  seed: Uint8Array,
  now: number,
  change: Partial<KnownInvite> = {},
): InviteKeys {
  const keys = inviteKeys(seed);
  const invite = { by: by.id, proofKey: keys.proofKey, expiresAt: now + 3_600_000, usedBy: [] } as const;
  group.setInvite(keys.id, { state: 'open', ...invite, ...change });
  return keys;
}

import type { InviteId, MemberId } from '../ids.ts';
import type { KnownInvite, MembershipView } from '../membership-view.ts';
import type { Person } from './cast.ts';

/** A group whose members a story decides on, standing in for the graph of signed operations. */
export class FakeGroup implements MembershipView {
  readonly #people = new Map<MemberId, Person>();
  readonly #removed = new Set<MemberId>();
  readonly #left = new Set<MemberId>();
  readonly #invites = new Map<InviteId, KnownInvite>();

  constructor(...members: readonly Person[]) {
    for (const member of members) this.add(member);
  }

  add(member: Person): void {
    this.#people.set(member.id, member);
  }
  remove(member: Person): void {
    this.#people.delete(member.id);
    this.#removed.add(member.id);
  }
  letGo(member: Person): void {
    this.#people.delete(member.id);
    this.#left.add(member.id);
  }
  setInvite(id: InviteId, invite: KnownInvite): void {
    this.#invites.set(id, invite);
  }

  isMember(member: MemberId): boolean {
    return this.#people.has(member);
  }
  wasRemoved(member: MemberId): boolean {
    return this.#removed.has(member);
  }
  hasLeft(member: MemberId): boolean {
    return this.#left.has(member);
  }
  kxOf(member: MemberId): Uint8Array | undefined {
    return this.#people.get(member)?.ring.kxPublic;
  }
  invite(id: InviteId): KnownInvite | undefined {
    return this.#invites.get(id);
  }
}

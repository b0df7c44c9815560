import { equalBytes } from '../bytes.ts';
import type { InviteId, MemberId } from '../ids.ts';
import type { KnownInvite, MembershipView } from '../membership-view.ts';
import type { Token } from '../token.ts';
import type { Person } from './cast.ts';

/** A group whose members a story decides on, standing in for the graph of signed operations. */
export class FakeGroup implements MembershipView {
  readonly #people = new Map<MemberId, Person>();
  /** With the heads that the removal's author had seen. */
  readonly #removed = new Map<MemberId, readonly Uint8Array[]>();
  readonly #left = new Set<MemberId>();
  /** When the second member came. */
  #company = Infinity;
  readonly #invites = new Map<InviteId, KnownInvite>();

  constructor(...members: readonly Person[]) {
    for (const member of members) this.add(member);
  }

  add(member: Person): void {
    this.#people.set(member.id, member);
  }
  /** @param seen heads hashes in the removal's causal past. */
  remove(member: Person, ...seen: readonly Uint8Array[]): void {
    this.#people.delete(member.id);
    this.#removed.set(member.id, seen);
  }
  /** @param since when the second member was admitted; until a story says so, nobody asks. */
  hasCompany(since: number): void {
    this.#company = since;
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
  issuedBeforeRemoval({ issuer, headsHash }: Pick<Token, 'issuer' | 'headsHash'>): boolean {
    return this.#removed.get(issuer)?.some((seen) => equalBytes(seen, headsHash)) ?? false;
  }
  aloneUntil(): number {
    return this.#company;
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

import {
  encodeInvite,
  inviteKeys,
  utf8,
  type InviteId,
  type InviteKeys,
  type Reply,
} from '@fyteclub/identity';
import { meetCredentials, type Connection, type MeetPlan } from '@fyteclub/transport';
import type { Book } from './book.ts';
import type { Self } from './context.ts';
import type { InviteRow } from './shell-rows.ts';

/** What both sides of a reply know they are doing; no two meetings share ICE names. */
export const REPLY_CONTEXT = utf8('reply');
/** A holder of a used or expired invite is still told so, for a while; later the knock goes unanswered. */
const AFTERLIFE_MS = 24 * 60 * 60 * 1000;
/** A reply names an address that the joiner keeps open only while its command waits. */
const REPLY_PATIENCE_MS = 60_000;

/** The invites that this node made: their codes, the dials they allow, and the replies to them. */
export class Inviting {
  readonly #self: Self;
  readonly #book: Book;
  readonly #take: (connection: Connection, invite: InviteId) => void;
  readonly #stops = new Map<InviteId, () => void>();

  /** @param take handles a connection that came by one of our invites. */
  constructor(self: Self, book: Book, take: (connection: Connection, invite: InviteId) => void) {
    this.#self = self;
    this.#book = book;
    this.#take = take;
    // Codes hold derived credentials and no live state, so an open invite outlives a restart.
    for (const [, row] of self.rows.invites()) this.#expect(row);
  }

  /** @returns the code; the invite is known to the group before anybody can use it. */
  issue(lifeMs: number): { readonly id: InviteId; readonly code: string; readonly expiresAt: number } {
    const { parts, host } = this.#self.node;
    const seed = parts.random(16);
    const keys = inviteKeys(seed);
    // Told in the code too, so that the joiner is asked before it dials.
    const needsPassword = this.#book.roster().password !== null;
    const expiresAt = Math.ceil((parts.now() + lifeMs) / 60_000) * 60_000;
    const row = { seed, expiresAt };
    this.#self.rows.putInvite(keys.id, row);
    this.#book.author({
      type: 'invite',
      invite: keys.id,
      proofKey: keys.proofKey,
      expiresAt,
      needsPassword,
    });
    this.#expect(row);
    const endpoint = { addresses: host.addresses().slice(0, 8), fingerprint: this.#self.wire.fingerprint };
    const invite = {
      shell: this.#self.shell,
      seed,
      expiresAt,
      issuer: this.#self.ring.memberId,
      endpoint,
      needsPassword,
    };
    return { id: keys.id, code: encodeInvite(invite, this.#self.ring), expiresAt };
  }

  /** The keys of an invite made here, for reading a reply to it. */
  keysOf(id: InviteId): InviteKeys | undefined {
    const row = this.#self.rows.invites().find(([known]) => known === id)?.[1];
    return row === undefined ? undefined : inviteKeys(row.seed);
  }

  /** How to meet the joiner whose reply to one of our invites was pasted. */
  planFor(reply: Reply, keys: InviteKeys, signal: AbortSignal): MeetPlan {
    return {
      ...meetCredentials(keys.iceSecret, 'offer', REPLY_CONTEXT),
      addresses: reply.endpoint.addresses,
      fingerprint: reply.endpoint.fingerprint,
      identity: this.#self.wire,
      kind: 'control',
      role: 'offer',
      deadlineMs: REPLY_PATIENCE_MS,
      signal,
    };
  }

  stop(): void {
    for (const stop of this.#stops.values()) stop();
    this.#stops.clear();
  }

  #expect(row: InviteRow): void {
    const { parts, doorway } = this.#self.node;
    if (parts.now() > row.expiresAt + AFTERLIFE_MS) return;
    const keys = inviteKeys(row.seed);
    const onConnection = (connection: Connection): void => {
      this.#take(connection, keys.id);
    };
    const caller = { secret: keys.iceSecret, identity: this.#self.wire, onConnection };
    this.#stops.set(keys.id, doorway.expect(caller));
  }
}

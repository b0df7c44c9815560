import {
  checkRenewal,
  issueToken,
  keepTokens,
  leaseEndsAt,
  needsRenewal,
  readToken,
  renewsItself,
  type MemberId,
  type PeerLease,
  type Token,
} from '@fyteclub/identity';
import type { Member } from '@fyteclub/phonebook';
import type { Book } from './book.ts';
import type { Self } from './context.ts';
import { viewOf } from './membership-view.ts';
import { parseRenewal } from './membership.messages.ts';
import type { Peers } from './peers.ts';

type Tokens = PeerLease['tokens'];

/** Signs a lease of 30 days for a member who is on the roster. */
export function leaseFor({ ring, shell, node: { parts } }: Self, book: Book, member: Member): Uint8Array {
  return issueToken(ring, {
    shell,
    member: member.id,
    kx: member.kx,
    admit: member.admit,
    epoch: book.newestKey(),
    headsHash: book.headsHash(),
    issuedAt: parts.now(),
    serial: parts.random(16),
  });
}

/** Members keep each other's leases alive: whoever meets somebody whose lease is half used signs a new one. */
export class Leases {
  readonly #self: Self;
  readonly #book: Book;
  readonly #peers: Peers;
  readonly #changed: () => void;
  /** What each connected member holds, as far as it showed or we gave it. */
  readonly #theirs = new Map<MemberId, Tokens>();

  /** @param changed we hold other tokens than before. */
  constructor(self: Self, book: Book, peers: Peers, changed: () => void) {
    this.#self = self;
    this.#book = book;
    this.#peers = peers;
    this.#changed = changed;
    peers.listen({
      up: ({ member, lease }) => {
        if (lease !== undefined) this.#theirs.set(member, lease.tokens);
        this.#renewFor(member);
      },
      down: (member) => {
        this.#theirs.delete(member);
      },
      message: {
        membership: (from, body) => {
          const renewal = parseRenewal(body);
          if (renewal !== undefined) this.#given(from, renewal.token);
        },
      },
    });
  }

  /** When our own lease ends, ms since 1970; 0 if nothing that we hold counts. */
  endsAt(): number {
    return leaseEndsAt(this.#own(), viewOf(this.#book), this.#now(), { shell: this.#self.shell });
  }

  /** Whoever has been connected for long never shows its tokens again; and whoever is alone has nobody to ask. */
  renew(): void {
    for (const { member } of this.#peers.online) this.#renewFor(member);
    const [newest] = this.#own();
    const { members } = this.#book.roster();
    const me = members[this.#self.ring.memberId];
    if (newest === undefined || me === undefined) return;
    if (renewsItself(newest, Object.keys(members) as MemberId[], this.#now()))
      this.#keep(leaseFor(this.#self, this.#book, me));
  }

  #renewFor(id: MemberId): void {
    const tokens = this.#theirs.get(id);
    const member = this.#book.roster().members[id];
    if (tokens === undefined || member === undefined) return;
    if (!needsRenewal(tokens, this.#self.ring.memberId, viewOf(this.#book), this.#now())) return;
    const token = leaseFor(this.#self, this.#book, member);
    const read = readToken(token);
    if (!read.ok || !this.#peers.send(id, 'membership', { type: 'membership.token', token })) return;
    this.#theirs.set(id, [read.value, ...tokens.filter(({ issuer }) => issuer !== read.value.issuer)]);
  }

  #given(from: MemberId, token: Uint8Array): void {
    const { ring, shell, node } = this.#self;
    const expected = { shell, member: ring.memberId, kx: ring.kxPublic, issuer: from };
    const checked = checkRenewal(token, expected, viewOf(this.#book), this.#now());
    if (checked.ok) this.#keep(token);
    else node.parts.log.warn({ shell, from, code: checked.error }, 'refused a renewal');
  }

  #keep(token: Uint8Array): void {
    const { token: first, spare } = this.#self.row();
    const held = spare === undefined ? [token, first] : [token, first, spare];
    const [newest, second] = keepTokens(held, viewOf(this.#book));
    if (newest === undefined) return;
    this.#self.update({ token: newest, spare: second });
    this.#changed();
  }

  #own(): readonly Token[] {
    const { token, spare } = this.#self.row();
    return [token, ...(spare === undefined ? [] : [spare])].flatMap((bytes) => {
      const read = readToken(bytes);
      return read.ok ? [read.value] : [];
    });
  }

  #now(): number {
    return this.#self.node.parts.now();
  }
}

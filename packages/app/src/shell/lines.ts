import {
  emptyView,
  isInviteId,
  type HandshakeInput,
  type Invite,
  type InviteId,
  type MemberId,
} from '@fyteclub/identity';
import type { Connection } from '@fyteclub/transport';
import { admit, welcomeMessages } from './admission.ts';
import type { Book } from './book.ts';
import type { Self } from './context.ts';
import { Doorkeeper } from './doorkeeper.ts';
import type { Epochs } from './epochs.ts';
import { viewOf } from './membership-view.ts';
import { negotiate, type Negotiation, type Peer } from './negotiation.ts';
import type { Peers } from './peers.ts';

/** How one negotiation went, for whoever began it. */
export interface LineObserver {
  proven?(peer: Peer): void;
  connected?(peer: Peer): void;
  ended?(code: string): void;
}

/** What letting somebody in takes. */
interface LineParts {
  readonly book: Book;
  readonly epochs: Epochs;
}

/** Topics that pass before a peer counts: a newcomer's welcome, and the sync after which it does. */
const EARLY = ['membership', 'phonebook'];

/** Takes fresh control connections and brings them to where they count as links to members. */
export class Lines {
  readonly #self: Self;
  readonly #peers: Peers;
  readonly #parts: () => LineParts | undefined;
  readonly #doorkeeper: Doorkeeper;
  readonly #open = new Set<Negotiation>();
  readonly #syncing = new Map<MemberId, Set<Negotiation>>();

  constructor(
    self: Self,
    peers: Peers,
    /** Undefined until we are a member. */
    parts: () => LineParts | undefined,
    /** A member showed us at its door that we were removed. */
    removed: () => void,
  ) {
    this.#self = self;
    this.#peers = peers;
    this.#parts = parts;
    this.#doorkeeper = new Doorkeeper(self, () => parts()?.book, removed);
  }

  get #book(): Book | undefined {
    return this.#parts()?.book;
  }

  /** We dialled with an invite. @param password what `passwordVerifier` made of the one that was given, if any */
  join(
    connection: Connection,
    invite: Invite,
    password: Uint8Array | undefined,
    observer: LineObserver,
  ): Negotiation {
    const asked = { kind: 'join', inviteSeed: invite.seed, issuer: invite.issuer } as const;
    const purpose = password === undefined ? asked : { ...asked, password };
    return this.#begin(connection, 'initiator', purpose, observer);
  }

  /** We dialled somebody who should know us. Resolves once the link counts, or the attempt has ended. */
  reconnect(connection: Connection, expected: MemberId): Promise<void> {
    // Others may have been leased since by somebody of whom only the sync can tell us.
    const purpose = { kind: 'reconnect', ...this.#tokens(), expected, catchUp: true } as const;
    return new Promise((resolve) => {
      const settled = (): void => {
        resolve();
      };
      this.#begin(connection, 'initiator', purpose, { connected: settled, ended: settled });
    });
  }

  /**
   * We were dialled; the other side says what for.
   * @param door the member or the invite whose door it came through; undefined for the group's own, through which
   * members come of whom we have not heard
   */
  answer(connection: Connection, door?: MemberId | InviteId, observer: LineObserver = {}): void {
    if (!this.#doorkeeper.mayKnock(door)) {
      connection.abort();
      observer.ended?.('denied');
      return;
    }
    const password = this.#book?.roster().password ?? undefined;
    // A friend may have been leased by people who came while we were away; a stranger with an invite has no lease.
    const catchUp = door === undefined || !isInviteId(door);
    const shown = { kind: 'answer', ...this.#tokens(), catchUp } as const;
    const purpose = password === undefined ? shown : { ...shown, password };
    this.#begin(connection, 'responder', purpose, observer, door);
  }

  /** The book is in sync with the member: whoever waited for that is looked at again. */
  synced(member: MemberId): void {
    const waiting = this.#syncing.get(member) ?? [];
    this.#syncing.delete(member);
    for (const negotiation of waiting) negotiation.synced();
  }

  stop(): void {
    for (const negotiation of this.#open) negotiation.abort();
  }

  #tokens(): { readonly token: Uint8Array; readonly spare?: Uint8Array } {
    const { token, spare } = this.#self.row();
    return spare === undefined ? { token } : { token, spare };
  }

  #begin(
    connection: Connection,
    role: HandshakeInput['role'],
    purpose: HandshakeInput['purpose'],
    observer: LineObserver,
    door?: string,
  ): Negotiation {
    const book = this.#book;
    const view = book === undefined ? emptyView : viewOf(book);
    const negotiation: Negotiation = negotiate(
      this.#self,
      connection,
      { role, purpose, view },
      {
        proven: (peer) => {
          this.#peers.proven(peer, negotiation, EARLY);
          observer.proven?.(peer);
        },
        admit: (peer, join) => {
          const parts = this.#parts();
          const welcome = parts === undefined ? undefined : admit(this.#self, parts, peer, join);
          const said = welcome?.ok === true ? welcomeMessages(welcome.value) : [];
          const isSaid = said.length > 0 && said.every((message) => peer.link.send('membership', message));
          if (isSaid) negotiation.admitted();
          else negotiation.refused(welcome?.ok === false ? welcome.error : 'admission-failed');
        },
        sync: ({ member }) => {
          const waiting = this.#syncing.get(member) ?? new Set();
          this.#syncing.set(member, waiting.add(negotiation));
          this.#book?.syncWith(member);
        },
        standing: (member) => {
          const roster = this.#book?.roster();
          return {
            member: roster?.members[member] !== undefined,
            removed: roster?.former[member] === 'removed',
          };
        },
        turnedAway: (denied) => (role === 'responder' ? this.#doorkeeper.turnedAway(denied, door) : []),
        isAside: (frame) => this.#doorkeeper.isTombstone(frame),
        connected: (peer) => {
          this.#doorkeeper.cameIn(peer.member);
          this.#peers.connected(peer);
          observer.connected?.(peer);
        },
        ended: (code, peer) => {
          this.#open.delete(negotiation);
          if (peer !== undefined) {
            this.#syncing.get(peer.member)?.delete(negotiation);
            this.#peers.ended(peer);
            this.#book?.syncLost(peer.member);
          }
          observer.ended?.(code);
        },
      },
    );
    this.#open.add(negotiation);
    return negotiation;
  }
}

import {
  isOnline,
  onlineMembers,
  parseMessage,
  signStatement,
  startsOf,
  type ElectionEmitted,
  type ElectionView,
} from '@fyteclub/election';
import type { MemberId } from '@fyteclub/identity';
import type { ActorRefFrom } from 'xstate';
import type { Machines } from '../node/parts.ts';
import type { Book } from './book.ts';
import type { Self } from './context.ts';
import type { Peers } from './peers.ts';

/** Who is online in this syncshell and who hosts it: runs the election's machine and signs for it. */
export class Hosting {
  readonly #self: Self;
  readonly #book: Book;
  readonly #peers: Peers;
  readonly #actor: ActorRefFrom<Machines['election']>;

  constructor(self: Self, book: Book, peers: Peers) {
    this.#self = self;
    this.#book = book;
    this.#peers = peers;
    const { actors, parts } = self.node;
    const input = {
      shell: self.shell,
      me: self.ring.memberId,
      instance: self.instance,
      bucketMs: parts.electionBucketMs,
      readings: parts.readings,
    };
    this.#actor = actors.spawn(
      `${self.shell.slice(0, 8)}/election`,
      parts.machines.election,
      input,
      (effect) => {
        this.#perform(effect);
      },
    );
    this.#actor.send({ type: 'MEMBERS', members: this.#members() });
    book.listen({
      rosterChanged: () => {
        this.#actor.send({ type: 'MEMBERS', members: this.#members() });
      },
    });
    peers.listen({
      up: ({ member, instance }) => {
        this.#actor.send({ type: 'PEER_UP', member, instance, now: parts.now() });
      },
      down: (member, cause) => {
        const how = cause === 'parted' ? 'parted' : 'lost';
        this.#actor.send({ type: 'PEER_DOWN', member, how });
      },
      message: {
        election: (from, body) => {
          const message = parseMessage(body);
          if (message !== undefined) this.#actor.send({ type: 'MESSAGE', from, message, now: parts.now() });
        },
      },
    });
  }

  /** Null while nobody has been found yet. */
  host(): MemberId | null {
    return this.#known.host;
  }

  /** Whether a member can be reached over the mesh, linked to us or not. We are online to ourselves. */
  online(member: MemberId): boolean {
    return isOnline(this.#known, member);
  }

  /** Everybody who is online, we included. */
  get onlineMembers(): readonly MemberId[] {
    return onlineMembers(this.#known);
  }

  /** When the others first met everybody's current run; nothing of who is offline or of whom nobody told. */
  witnessedStarts(): ReadonlyMap<MemberId, number> {
    return startsOf(this.#known);
  }

  /** Says that we go, so that nobody has to wait for our silence to be noticed. */
  stop(): void {
    this.#actor.send({ type: 'RESIGN' });
  }

  get #known(): ElectionView {
    return this.#actor.getSnapshot().context;
  }

  #members(): readonly MemberId[] {
    return Object.keys(this.#book.roster().members) as MemberId[];
  }

  #perform(effect: ElectionEmitted): void {
    const { ring, shell, instance, node } = this.#self;
    switch (effect.type) {
      case 'SIGN': {
        const { statement } = effect;
        const now = node.parts.now();
        const bytes = signStatement(ring, { shell, instance, now }, statement);
        this.#actor.send({ type: 'SIGNED', kind: statement.kind, bytes, now });
        break;
      }
      case 'SEND':
        this.#peers.send(effect.to, 'election', effect.message);
        break;
      case 'HOST_CHANGED': {
        const name = effect.host === null ? null : this.#book.nameOf(effect.host);
        const host = effect.host === null || name === null ? null : { id: effect.host, name };
        node.tell({ event: 'host', shell: { id: shell, name: this.#self.row().name }, host });
        break;
      }
      case 'REFUSED':
        node.parts.log.warn(
          { shell, from: effect.from, code: effect.code },
          'refused what a member told of who is online',
        );
        break;
    }
  }
}

import {
  endpoint,
  fromHex,
  LABELS,
  layout,
  pairOpen,
  pairSeal,
  toHex,
  utf8,
  type Endpoint,
  type MemberId,
} from '@fyteclub/identity';
import {
  EMPTY_RELAY_BOOK,
  meetCredentials,
  offersTo,
  parseIntroduction,
  relay,
  type Connection,
  type IntroductionAnswered,
  type IntroductionMessage,
  type IntroductionOffer,
  type RelayLinks,
} from '@fyteclub/transport';
import type { ActorRefFrom } from 'xstate';
import type { Machines } from '../node/parts.ts';
import type { Book } from './book.ts';
import type { Self } from './context.ts';
import type { Mesh } from './mesh.ts';
import type { Peers } from './peers.ts';
import { endWith } from './waiting.ts';

const SEALED = layout<{ readonly endpoint: Endpoint }>(LABELS.introduction, 1, { endpoint });
const MEETING_MS = 40_000;

/** Two members who cannot dial each other are introduced by any member connected to both, who learns no address. */
export class Introductions {
  readonly #self: Self;
  readonly #book: Book;
  readonly #peers: Peers;
  readonly #mesh: Mesh;
  readonly #take: (connection: Connection, member: MemberId, asked: boolean) => Promise<void>;
  readonly #asking = new Map<string, ActorRefFrom<Machines['introduction']>>();
  /** Members who are meeting us at the moment, by which introduction, and how to stop it. */
  readonly #meeting = new Map<MemberId, { readonly id: string; readonly met: AbortController }>();
  readonly #stopped = new AbortController();
  #relayed = EMPTY_RELAY_BOOK;

  /** @param take handles the connection, until it counts or has ended; whoever asked also begins the handshake. */
  constructor(
    self: Self,
    book: Book,
    peers: Peers,
    mesh: Mesh,
    take: (connection: Connection, member: MemberId, asked: boolean) => Promise<void>,
  ) {
    this.#self = self;
    this.#book = book;
    this.#peers = peers;
    this.#mesh = mesh;
    this.#take = take;
    peers.listen({
      // Met in another way meanwhile: a second link would only take the place of the first.
      up: ({ member }) => {
        this.#meeting.get(member)?.met.abort();
      },
      down: (member) => {
        for (const actor of this.#asking.values()) actor.send({ type: 'RELAY_LOST', relay: member });
      },
      message: {
        introduction: (from, body) => {
          const message = parseIntroduction(body);
          if (message !== undefined) this.#hear(from, message);
        },
      },
    });
  }

  /** Asks the members we are connected to; resolves once what comes of it counts, or nothing does. */
  ask(to: MemberId): Promise<void> {
    const { actors, parts } = this.#self.node;
    const id = toHex(parts.random(16));
    const sealed = this.#sealed(to, id);
    const relays = this.#mesh.relaysTo(to);
    if (sealed === undefined || relays.length === 0 || this.#meeting.has(to)) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        this.#asking.delete(id);
        resolve();
      };
      const name = `${this.#self.shell.slice(0, 8)}/introduction/${id.slice(0, 8)}`;
      const actor = actors.spawn(name, parts.machines.introduction, { to, id, sealed, relays }, (effect) => {
        // The first state may act before the actor is ours to answer.
        queueMicrotask(() => {
          if (effect.type === 'SEND') this.#peers.send(effect.to, 'introduction', effect.message);
          else if (effect.type !== 'MEET') end();
          else {
            void this.#meet(to, id, effect.sealed, true).then((met) => {
              actor.send({ type: met ? 'MET' : 'MEETING_FAILED' });
            });
          }
        });
      });
      this.#asking.set(id, actor);
    });
  }

  stop(): void {
    this.#stopped.abort();
  }

  #hear(from: MemberId, message: IntroductionMessage): void {
    switch (message.type) {
      case 'introduction.ask':
      case 'introduction.answer':
        this.#relay(from, message);
        break;
      case 'introduction.offer':
        this.#offered(from, message);
        break;
      case 'introduction.answered':
        this.#answered(from, message);
        break;
      case 'introduction.refuse':
        this.#relay(from, message);
        this.#asking.get(message.id)?.send({ type: 'REFUSED', by: from, id: message.id });
        break;
    }
  }

  #relay(from: MemberId, message: Parameters<typeof relay>[2]): void {
    const links: RelayLinks = {
      connected: (member) => this.#peers.get(member) !== undefined,
      nearer: (target, asker) => this.#mesh.neighbourOf(target, asker),
    };
    const { book, send } = relay(this.#relayed, from, message, links, this.#self.node.parts.now());
    this.#relayed = book;
    if (send !== undefined) this.#peers.send(send.to, 'introduction', send.message);
  }

  /** What a relay says that the target said: if it is not, this relay is of no use, and another one may be. */
  #answered(relayedBy: MemberId, { from, id, sealed }: IntroductionAnswered): void {
    const isTheirs = this.#opened(from, id, sealed) !== undefined;
    this.#asking
      .get(id)
      ?.send(isTheirs ? { type: 'ANSWERED', from, id, sealed } : { type: 'REFUSED', by: relayedBy, id });
  }

  /**
   * Somebody wants us: start sending first, so that the answer finds the way open. What a relay has changed is not
   * answered, or its asker would wait for us in vain; what another one brings again is, because the first may have kept
   * our answer to itself.
   */
  #offered(relayedBy: MemberId, { from, id, sealed }: IntroductionOffer): void {
    const answer = this.#sealed(from, id);
    const known = this.#meeting.get(from);
    if (answer === undefined || this.#opened(from, id, sealed) === undefined) return;
    if (this.#peers.get(from) !== undefined || (known !== undefined && known.id !== id)) return;
    if (known === undefined) void this.#meet(from, id, sealed, false);
    this.#peers.send(relayedBy, 'introduction', {
      type: 'introduction.answer',
      to: from,
      id,
      sealed: answer,
    });
  }

  async #meet(member: MemberId, id: string, sealed: Uint8Array, asked: boolean): Promise<boolean> {
    const theirs = this.#opened(member, id, sealed);
    const secret = this.#book.doors.pair(member);
    if (theirs === undefined || secret === undefined) return false;
    const role = offersTo(this.#self.ring.memberId, member) ? 'offer' : 'answer';
    const met = new AbortController();
    const release = endWith(this.#stopped.signal, met);
    this.#meeting.set(member, { id, met });
    const meeting = await this.#self.node.host.meet({
      ...meetCredentials(secret, role, fromHex(id) ?? new Uint8Array()),
      addresses: theirs.addresses,
      fingerprint: theirs.fingerprint,
      identity: this.#self.wire,
      kind: 'control',
      role,
      deadlineMs: MEETING_MS,
      signal: met.signal,
    });
    release();
    if (this.#meeting.get(member)?.met === met) this.#meeting.delete(member);
    if (meeting.ok) await this.#take(meeting.value, member, asked);
    return meeting.ok;
  }

  #pair(member: MemberId) {
    const kx = this.#book.roster().members[member]?.kx;
    return kx === undefined
      ? undefined
      : { ring: this.#self.ring, shell: this.#self.shell, peer: { member, kx } };
  }

  /** Our endpoint, for one member's eyes and one introduction. */
  #sealed(to: MemberId, id: string): Uint8Array | undefined {
    const pair = this.#pair(to);
    const addresses = this.#self.node.host.addresses().slice(0, 8);
    const own = SEALED.encode({ endpoint: { addresses, fingerprint: this.#self.wire.fingerprint } });
    const sealed = pair && pairSeal(pair, utf8(id), own);
    return sealed?.ok === true ? sealed.value : undefined;
  }

  #opened(from: MemberId, id: string, sealed: Uint8Array): Endpoint | undefined {
    const pair = this.#pair(from);
    const opened = pair && pairOpen(pair, utf8(id), sealed);
    const read = opened?.ok === true ? SEALED.decode(opened.value) : undefined;
    return read?.ok === true ? read.value.endpoint : undefined;
  }
}

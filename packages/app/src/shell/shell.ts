import {
  err,
  inviteKeys,
  ok,
  passwordVerifier,
  type Invite,
  type InviteKeys,
  type MemberId,
  type Reply,
} from '@fyteclub/identity';
import type { Connection } from '@fyteclub/transport';
import type { ActorRefFrom } from 'xstate';
import type { Machines } from '../node/parts.ts';
import type { MemberNamed, ShellNamed, ShellStatus } from '../shown/index.ts';
import { describe, explain, type Outcome } from '../problems.ts';
import { joinHistory, readWelcome } from './admission.ts';
import { Appeal } from './appeal.ts';
import type { Self } from './context.ts';
import type { JoinObserver, JoinUnderWay } from './join.types.ts';
import { Joining } from './joining.ts';
import { Lines } from './lines.ts';
import { MemberParts } from './member-parts.ts';
import { parseHistory } from './membership.messages.ts';
import { Peers } from './peers.ts';
import { storeBook } from './stored-book.ts';

/** Ends of a connection after which dialling again may end better. */
const WORTH_ANOTHER_DIAL = /^(channel-lost|.*-timeout)$/;

/** What becomes of a syncshell that whoever keeps it has to see to. */
export interface ShellObserver {
  /** The membership is over: nothing of it runs any more. */
  gone(): void;
  /** Others removed us, or count us in again: it is to begin anew as what its row says now. */
  turned(): void;
}

/** One syncshell in this node: what it means to join, to be a member, and to leave. */
export class Shell {
  readonly self: Self;
  readonly peers: Peers;
  readonly #lines: Lines;
  readonly #actor: ActorRefFrom<Machines['membership']>;
  readonly #observer: ShellObserver;
  #parts: MemberParts | undefined;
  #appeal: Appeal | undefined;
  #join: JoinUnderWay | undefined;
  #state: ShellStatus['state'];

  constructor(self: Self, observer: ShellObserver) {
    this.self = self;
    this.#observer = observer;
    this.#state = self.row().state;
    this.peers = new Peers(self);
    this.#lines = new Lines(
      self,
      this.peers,
      () => this.#parts ?? this.#appeal,
      () => {
        this.#appeal?.confirmed();
        this.#actor.send({ type: 'REMOVED' });
      },
    );
    this.peers.listen({ message: { membership: this.#welcome.bind(this) } });
    this.#actor = this.#spawn(this.#state === 'member' ? 'member' : 'outside');
    if (this.#state === 'member') this.#begin();
    else if (this.#state === 'removed') this.#appeal = this.#begunAppeal();
  }

  get state(): ShellStatus['state'] {
    return this.#state;
  }

  get named(): ShellNamed {
    return { id: this.self.shell, name: this.self.row().name };
  }

  get me(): MemberNamed {
    return { id: this.self.ring.memberId, name: this.self.row().myName };
  }

  /** What runs once we are a member; undefined before. */
  get parts(): MemberParts | undefined {
    return this.#parts;
  }

  memberNamed(member: MemberId): MemberNamed {
    return { id: member, name: this.#parts?.book.nameOf(member) ?? member.slice(0, 8) };
  }

  /** Starts joining by an invite whose code was read; a join that was under way is given up. */
  join(
    invite: Invite,
    { useReply, password }: { readonly useReply: boolean; readonly password: string | undefined },
    observer: JoinObserver,
  ): void {
    this.cancelJoin();
    const verifier = password === undefined ? undefined : passwordVerifier(password, invite.shell);
    this.#join = { invite, verifier, ways: new Joining(this.self, invite, useReply), observer };
    const now = this.self.node.parts.now();
    const { id } = inviteKeys(invite.seed);
    this.#actor.send({ type: 'JOIN', invite: id, expiresAt: invite.expiresAt, now, useReply });
  }

  cancelJoin(): void {
    if (this.#join !== undefined) this.#actor.send({ type: 'CANCEL' });
  }

  /** Meets the joiner whose reply was pasted; resolves once it counts as a member here, or did not make it. */
  async admitByReply(
    parts: MemberParts,
    reply: Reply,
    keys: InviteKeys,
    signal: AbortSignal,
  ): Promise<Outcome<MemberNamed>> {
    const met = await this.self.node.host.meet(parts.inviting.planFor(reply, keys, signal));
    if (!met.ok) return err(describe('reply-timed-out'));
    return new Promise((resolve) => {
      this.#lines.answer(met.value, reply.invite, {
        connected: ({ member }) => {
          // The newcomer's name comes with its first record, right behind.
          void parts.book.firstRecord(member).then(() => {
            resolve(ok(this.memberNamed(member)));
          });
        },
        ended: (code) => {
          resolve(err(explain(code)));
        },
      });
    });
  }

  /** Signs our leaving and lets every friend who is online hear it before the links close. */
  async leave(): Promise<void> {
    const book = this.#parts?.book;
    const signs = book?.mayAct === true;
    // Our own leaving ends this membership by way of the roster.
    if (signs) book.author({ type: 'leave' });
    // Else nothing of it may go on: whoever tries again begins anew under the same names.
    await (signs ? this.peers.close() : this.stop());
    if (!signs) this.#observer.gone();
  }

  /** The node stops; the membership stays. */
  async stop(): Promise<void> {
    this.cancelJoin();
    this.#parts?.stop();
    this.#appeal?.stop();
    await this.peers.close();
    this.#lines.stop();
    this.self.node.actors.stop(this.#actor);
  }

  #spawn(standing: 'member' | 'outside'): ActorRefFrom<Machines['membership']> {
    const { actors, parts } = this.self.node;
    return actors.spawn(
      `${this.self.shell.slice(0, 8)}/membership`,
      parts.machines.membership,
      { standing },
      (effect) => {
        switch (effect.type) {
          case 'DIAL':
            void this.#reach((ways) => ways.dial());
            break;
          case 'MEET':
            void this.#reach((ways, observer) => ways.meet(observer));
            break;
          case 'JOINED':
            this.#finishJoin()?.joined();
            break;
          case 'JOIN_FAILED':
            this.#finishJoin()?.failed(effect.code);
            break;
          case 'CHECK_LEASE':
            queueMicrotask(() => {
              this.#checkLease();
            });
            break;
          case 'LEASE_OVER':
            this.#state = 'expired';
            this.self.node.tell({ event: 'lease', shell: this.named, state: 'expired' });
            break;
          case 'LEASE_RENEWED':
            this.#state = 'member';
            this.self.node.tell({ event: 'lease', shell: this.named, state: 'renewed' });
            break;
          case 'SHUT_DOWN':
            this.#end(effect.why);
            break;
        }
      },
    );
  }

  #begin(): void {
    this.#state = 'member';
    this.#parts = new MemberParts(
      this.self,
      this.peers,
      this.#lines,
      (how) => {
        this.#actor.send({ type: how === 'left' ? 'LEFT' : 'REMOVED' });
      },
      () => {
        this.#checkLease();
      },
    );
  }

  /** Whoever was removed keeps what it has, and is told so at every look; whoever left wanted it gone. */
  #end(why: 'left' | 'removed'): void {
    this.#state = 'removed';
    if (why === 'removed') this.self.update({ state: 'removed' });
    this.#parts?.stop();
    this.#parts = undefined;
    if (why === 'removed') {
      this.self.node.tell({ event: 'removed-me', shell: this.named });
      this.#observer.turned();
      return;
    }
    void this.peers.close().then(() => {
      this.#observer.gone();
    });
  }

  #begunAppeal(): Appeal {
    return new Appeal(this.self, this.peers, this.#lines, () => {
      this.self.update({ state: 'member' });
      this.self.node.tell({ event: 'back', shell: this.named });
      this.#observer.turned();
    });
  }

  /** One way of reaching the inviter, and the handshake over what it leads to. */
  async #reach(
    way: (ways: Joining, observer: JoinObserver) => Promise<Connection | undefined>,
  ): Promise<void> {
    const join = this.#join;
    if (join === undefined) return;
    const connection = await way(join.ways, join.observer);
    if (this.#join !== join) {
      connection?.abort();
    } else if (connection === undefined) {
      this.#actor.send({ type: 'UNREACHABLE' });
    } else {
      this.#actor.send({ type: 'REACHED' });
      join.negotiation = this.#lines.join(connection, join.invite, join.verifier, {
        proven: (peer) => {
          join.peer = peer;
          join.history = [];
          this.#actor.send({ type: 'PROVEN' });
        },
        ended: (code) => {
          if (WORTH_ANOTHER_DIAL.test(code)) this.#actor.send({ type: 'CHANNEL_LOST' });
          else this.#actor.send({ type: 'DENIED', code });
        },
      });
    }
  }

  /** Adopts the group whole or not at all: nothing is stored before the history proved to be the code's. */
  #welcome(from: MemberId, body: unknown): void {
    const join = this.#join;
    if (join?.peer?.member !== from || this.#parts !== undefined) return;
    const part = parseHistory(body);
    const history = part === undefined ? undefined : joinHistory(join.history ?? [], part);
    if (history !== undefined) {
      join.history = history;
      return;
    }
    const read = readWelcome(this.self, join.invite, join.peer, join.history ?? [], body);
    if (!read.ok) {
      join.negotiation?.refused(read.error);
      this.#actor.send({ type: 'REFUSED', code: read.error });
      return;
    }
    const { name, token, epoch, ops, records } = read.value;
    this.self.ring.addEpoch(epoch.id, epoch.secret);
    storeBook(this.self, epoch.id, ops, records, this.self.node.parts.readings);
    this.self.update({ state: 'member', name, token, epochs: [epoch] });
    this.#begin();
    join.negotiation?.welcomed();
    this.#actor.send({ type: 'WELCOMED' });
  }

  #finishJoin(): JoinObserver | undefined {
    const join = this.#join;
    this.#join = undefined;
    join?.ways.stop();
    return join?.observer;
  }

  #checkLease(): void {
    const leases = this.#parts?.leases;
    if (leases === undefined) return;
    leases.renew();
    this.#actor.send({ type: 'LEASE', expiresAt: leases.endsAt(), now: this.self.node.parts.now() });
  }
}

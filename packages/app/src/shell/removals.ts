import type { OpId } from '@fyteclub/identity';
import { displayReason, type Removal, type RemovalState } from '@fyteclub/phonebook';
import type { ActorRefFrom } from 'xstate';
import type { Machines } from '../node/parts.ts';
import type { MemberNamed, RemovalShown } from '../shown/index.ts';
import type { Book } from './book.ts';
import type { Self } from './context.ts';

interface Followed {
  readonly actor: ActorRefFrom<Machines['removal']>;
  state: RemovalState;
  /** Whom it is about, as last known: its record goes with it. */
  readonly target: string;
}

/** The removals of one syncshell as people follow them. */
export class Removals {
  readonly #self: Self;
  readonly #book: Book;
  readonly #followed = new Map<OpId, Followed>();

  constructor(self: Self, book: Book) {
    this.#self = self;
    this.#book = book;
    this.#look(true);
    book.listen({
      rosterChanged: () => {
        this.#look(false);
      },
    });
  }

  /** Newest first. */
  shown(): readonly RemovalShown[] {
    return Object.values(this.#book.roster().removals)
      .map((removal) => this.#shown(removal))
      .sort((a, b) => b.at - a.at);
  }

  of(id: OpId): RemovalShown {
    const removal = this.#book.roster().removals[id];
    if (removal === undefined) throw new Error('there is no such removal');
    return this.#shown(removal);
  }

  stop(): void {
    for (const { actor } of this.#followed.values()) this.#self.node.actors.stop(actor);
  }

  /** @param known they were so when the node started, and are no news. */
  #look(known: boolean): void {
    const now = this.#self.node.parts.now();
    for (const removal of Object.values(this.#book.roster().removals)) {
      const followed = this.#followed.get(removal.id) ?? this.#follow(removal, known);
      followed.actor.send({ type: 'SEEN', state: removal.state, now });
    }
  }

  #follow({ id, at, target }: Removal, known: boolean): Followed {
    const { actors, parts } = this.#self.node;
    const name = `${this.#self.shell.slice(0, 8)}/removal/${id.slice(0, 8)}`;
    const actor = actors.spawn(name, parts.machines.removal, { at, known }, ({ state }) => {
      followed.state = state;
      if (!quiet) this.#tell(id);
    });
    const followed: Followed = { actor, state: 'proposed', target: this.#book.nameOf(target) };
    this.#followed.set(id, followed);
    // What a restart finds again is told to nobody.
    let quiet = known;
    queueMicrotask(() => (quiet = false));
    return followed;
  }

  #tell(id: OpId): void {
    const shell = { id: this.#self.shell, name: this.#self.row().name };
    this.#self.node.tell({ event: 'removal', shell, removal: this.of(id) });
  }

  #shown({ id, target, by, at, reason, signers, needed }: Removal): RemovalShown {
    const named = (member: typeof target): MemberNamed => ({ id: member, name: this.#book.nameOf(member) });
    const followed = this.#followed.get(id);
    return {
      id,
      target: { id: target, name: followed?.target ?? this.#book.nameOf(target) },
      by: named(by),
      at,
      reason: displayReason(reason),
      signatures: signers.length,
      signers: signers.map(named),
      needed,
      state: followed?.state ?? 'proposed',
    };
  }
}

import { ok, type MemberId } from '@fyteclub/identity';
import { parseTransferMessage, type ModHash, type ModOffer, type TransferMessage } from '@fyteclub/transfer';
import type { Connection } from '@fyteclub/transport';
import type { Scan } from '../mods/scan.ts';
import type {
  MemberNamed,
  ModShown,
  SharedMod as SharedShown,
  ShellNamed,
  TransferShown,
} from '../shown/index.ts';
import type { Outcome } from '../problems.ts';
import { AtOnce } from './at-once.ts';
import type { Book } from './book.ts';
import { readTicket } from './bulk.ts';
import type { Self } from './context.ts';
import type { Mesh } from './mesh.ts';
import type { Peers } from './peers.ts';
import { receivedShown } from './received-shown.rules.ts';
import { Shares } from './shares.ts';
import { Sights } from './sights.ts';
import { isTransfer } from './session.rules.ts';
import { TransferRun } from './transfer-run.ts';
import { TransferRuns, type Direction } from './transfer-runs.ts';

/** Mods in one syncshell: what is offered to whom, what moves, and who sees whom. */
export class Sharing {
  readonly #self: Self;
  readonly #book: Book;
  readonly #peers: Peers;
  readonly #sights: Sights;
  readonly #shares: Shares;
  /** What each connected member offers. */
  readonly #offers = new Map<MemberId, readonly ModOffer[]>();
  readonly #runs = new TransferRuns();
  readonly #turnedAway = new AtOnce<MemberId>((member) => {
    this.#tellOffers(member);
  });

  constructor(self: Self, book: Book, peers: Peers, mesh: Mesh) {
    this.#self = self;
    this.#book = book;
    this.#peers = peers;
    this.#sights = new Sights(self, mesh);
    this.#shares = new Shares(self, () => {
      this.#tellOffers();
    });
    peers.listen({
      up: ({ member }) => {
        this.#tellSight(member);
        this.#tellOffers(member);
      },
      down: (member) => {
        this.#lost(member);
      },
      message: {
        transfer: (from, body) => {
          const message = parseTransferMessage(body);
          if (message !== undefined) this.#hear(from, message);
        },
      },
    });
    self.node.pauses.listen(() => {
      for (const run of this.#runs.all)
        run.tell({ type: this.#isPaused(run.state.peer) ? 'PAUSE' : 'RESUME' });
    });
    self.node.holding.listen((mod) => {
      for (const run of this.#runs.of('inbound')) if (run.state.mod === mod) run.tell({ type: 'RELEASED' });
    });
    book.listen({
      rosterChanged: () => {
        for (const run of this.#runs.all) {
          const { peer } = run.state;
          if (book.roster().members[peer] === undefined) this.#end(run, 'member-removed');
        }
      },
    });
  }

  async share(path: string, name: string | undefined): Promise<Outcome<SharedShown>> {
    const mod = await this.#shares.add(path, name);
    if (mod.ok) this.#tellOffers();
    return mod;
  }

  unshare(name: string): Outcome<SharedShown> {
    const mod = this.#shares.remove(name);
    if (mod.ok) this.#tellOffers();
    return mod;
  }

  /** A sighting by hand; null for "off". */
  see(member: MemberId, metres: number | null): void {
    this.#sights.see(member, metres);
    this.#tellSight(member);
    this.#sightChanged(member);
  }

  sightOf(member: MemberId): { readonly near: boolean; readonly metres: number | null } {
    return { near: this.#sights.of(member).mine, metres: this.#sights.metres(member) };
  }

  mods(): readonly ModShown[] {
    const me = { id: this.#self.ring.memberId, name: this.#self.row().myName };
    const shared = this.#shares.shown().map((mod): ModShown => ({ ...mod, owner: me, direction: 'shared' }));
    const inPlace = this.#self.node.library.received().filter((mod) => mod.shell === this.#self.shell);
    const coming = this.#runs.of('inbound').map((run) => {
      const { mod: hash, name, total: bytes, peer } = run.state;
      return { name, hash, bytes, files: run.options.offer.files, peer, ...run.status };
    });
    return [...shared, ...receivedShown(coming, inPlace, (member) => this.#named(member))];
  }

  transfers(): readonly TransferShown[] {
    return this.#runs.all
      .filter((run) => isTransfer(run.state))
      .map((run) => ({ ...run.shown, member: this.#named(run.state.peer) }));
  }

  /** What our own shared folders hold: its chunks need not be fetched. */
  get scans(): readonly Scan[] {
    return this.#shares.scans;
  }

  /** A bulk connection came through a member's door; its ticket says for which transfer. */
  takeBulk(connection: Connection, member: MemberId): void {
    readTicket(
      this.#self,
      connection,
      (id) => this.#peers.get(id),
      member,
      (ticketed) =>
        this.#runs
          .with(member, 'outbound')
          .find((run) => run.awaits(ticketed.transfer))
          ?.attach(connection),
    );
  }

  stop(): void {
    this.#shares.stop();
    for (const run of this.#runs.all) this.#runs.end(run);
  }

  #hear(from: MemberId, message: TransferMessage): void {
    switch (message.type) {
      case 'transfer.sight':
        this.#sights.told(from, message.inRange);
        this.#sightChanged(from);
        break;
      case 'transfer.offers':
        this.#offers.set(from, message.mods);
        void this.#matchOffers(from);
        break;
      case 'transfer.request':
        this.#requested(from, message.transfer, message.mod);
        break;
      case 'transfer.accept':
        for (const run of this.#runs.with(from, 'inbound')) run.accepted(message.transfer, message.answer);
        break;
      case 'transfer.refuse':
        for (const run of this.#runs.with(from, 'inbound')) run.refused(message.transfer, message.code);
        break;
    }
  }

  /** One inbound session for every mod that a friend offers and we do not have; what is withdrawn ends. */
  async #matchOffers(from: MemberId): Promise<void> {
    const { library } = this.#self.node;
    const offers = this.#offers.get(from) ?? [];
    for (const run of this.#runs.with(from, 'inbound')) {
      if (!offers.some(({ mod }) => mod === run.state.mod)) this.#end(run, 'withdrawn');
      else run.tell({ type: 'OFFERED' });
    }
    for (const offer of offers) {
      const isHere = await library.holds(offer.mod);
      if (this.#offers.get(from) !== offers) return; // told anew meanwhile
      const run = this.#runs.get('inbound', from, offer.mod);
      if (run === undefined && !isHere) this.#start('inbound', from, offer);
      else if (run !== undefined && !isHere) run.tell({ type: 'MISSING' });
    }
  }

  #requested(from: MemberId, transfer: string, mod: ModHash): void {
    const shared = this.#shares.byHash(mod);
    if (shared === undefined) {
      this.#send(from, { type: 'transfer.refuse', transfer, code: 'not-shared' });
      return;
    }
    const run = this.#runs.get('outbound', from, mod) ?? this.#start('outbound', from, shared.offer);
    run?.tell({ type: 'REQUESTED', transfer });
  }

  #start(direction: Direction, member: MemberId, offer: ModOffer): TransferRun | undefined {
    if (this.#peers.get(member) === undefined) return undefined;
    const run = new TransferRun({
      self: this.#self,
      book: this.#book,
      peer: () => this.#peers.get(member),
      offer,
      direction,
      sight: this.#sights.of(member),
      paused: this.#isPaused(member),
      held: this.#asksFirst(direction, member, offer),
      send: (message) => {
        this.#send(member, message);
      },
      offerAgain: () => {
        this.#turnedAway.ask(member);
      },
      shared: () => this.#shares.byHash(offer.mod),
      rescan: () => {
        this.#shares.rescan(offer.name);
      },
      receiving: () => {
        const { library } = this.#self.node;
        return {
          store: library.store(offer.mod),
          install: async () => {
            const installed = await library.install(offer.mod);
            return installed.ok ? ok(installed.value.path) : installed;
          },
        };
      },
      installed: (path) => {
        const [shell, owner] = [this.#shellNamed, this.#named(member)];
        this.#self.node.tell({ event: 'received', shell, mod: offer.name, member: owner, path });
      },
    });
    this.#runs.add(run);
    return run;
  }

  /** Whether our user wants to be asked about a mod; told when it is first offered. */
  #asksFirst(direction: Direction, from: MemberId, offer: ModOffer): boolean {
    const { holding, tell } = this.#self.node;
    if (direction === 'outbound' || !holding.holds(offer)) return false;
    const { name: mod, mod: hash, bytes } = offer;
    const [shell, member] = [this.#shellNamed, this.#named(from)];
    if (holding.isNews(hash)) tell({ event: 'held', shell, mod, hash, member, bytes });
    return true;
  }

  #end(run: TransferRun, code: 'withdrawn' | 'member-removed'): void {
    run.tell({ type: 'WITHDRAWN', code });
    this.#runs.end(run);
  }

  /** The link is gone, and with it the session that every key came from. */
  #lost(member: MemberId): void {
    this.#offers.delete(member);
    this.#sights.told(member, false);
    for (const run of this.#runs.with(member)) this.#runs.end(run);
  }

  #sightChanged(member: MemberId): void {
    const sight = this.#sights.of(member);
    for (const run of this.#runs.with(member)) run.tell({ type: 'SIGHT', sight });
  }

  #tellSight(member: MemberId): void {
    this.#send(member, { type: 'transfer.sight', inRange: this.#sights.of(member).mine });
  }

  #tellOffers(member?: MemberId): void {
    if (!this.#shares.ready) return;
    const mods = this.#shares.offers;
    for (const run of this.#runs.of('outbound')) {
      if (!mods.some(({ mod }) => mod === run.state.mod)) this.#end(run, 'withdrawn');
    }
    if (member !== undefined) this.#send(member, { type: 'transfer.offers', mods });
    else for (const peer of this.#peers.online) this.#send(peer.member, { type: 'transfer.offers', mods });
  }

  #isPaused(member: MemberId): boolean {
    return this.#self.node.pauses.covers(this.#self.shell, member);
  }

  #send(to: MemberId, message: TransferMessage): void {
    this.#peers.send(to, 'transfer', message);
  }

  get #shellNamed(): ShellNamed {
    return { id: this.#self.shell, name: this.#self.row().name };
  }

  #named(id: MemberId): MemberNamed {
    return { id, name: this.#book.nameOf(id) };
  }
}

import { err, ok, type MemberId, type ShellId } from '@fyteclub/identity';
import { Subject } from 'rxjs';
import { parseRate } from '../config/rates.ts';
import { parseSize } from '../config/sizes.ts';
import type { Config } from '../config/schema.ts';
import type { Paths } from '../config/paths.ts';
import { describe, type Outcome } from '../problems.ts';
import type { NodeContext } from '../shell/context.ts';
import type { MemberParts } from '../shell/member-parts.ts';
import { createSelf } from '../shell/self.ts';
import { Shell } from '../shell/shell.ts';
import { allMemberships, shellRows, type MembershipRow } from '../shell/shell-rows.ts';
import { Turns } from '../shell/turns.ts';
import type { Unlock } from '../store/unlocking.ts';
import type { ReceivedRow } from '../mods/received.ts';
import { createActors, type Inspect } from './actors.ts';
import { Doorway } from './doorway.ts';
import { findOne, missed } from './find.rules.ts';
import { Gaming } from './gaming.ts';
import { Holding } from './holding.ts';
import { Lanes } from './lanes.ts';
import { Limits, type LimitRow } from './limits.ts';
import type { NodeParts } from './parts.ts';
import { Pauses, type PauseRow } from './pauses.ts';
import { Whereabouts } from './whereabouts.ts';
import type { NodeEvent } from '../shown/index.ts';

/** All that a node is made of; `productParts` are the product's, of which a test swaps what it likes. */
export interface NodeOptions {
  readonly paths: Paths;
  readonly config: Config;
  /** {@link productParts}, or those with some of them replaced. */
  readonly parts: NodeParts;
  /** Asked for the key of a state that a passphrase protects; without it such a node is refused as `locked`. */
  readonly unlock?: Unlock;
  /** The page that whoever runs this node serves. */
  readonly page?: Page;
  /** Watches every machine of the node; sees secrets no more than machines do, but names, ids and addresses. */
  readonly inspect?: Inspect;
}

export interface Page {
  readonly url: string;
  /**
   * A fresh link that signs one browser in.
   * @param path of the page's own places, without a slash before it; the page itself unless told.
   */
  link(path?: string): string;
}

/** The schema has seen to it that it is a rate. */
function rateOf(text: string): number | null {
  const rate = parseRate(text);
  return rate.ok ? rate.value : null;
}

/** For whoever has to choose one; its name comes with the welcome. */
const calledOf = ({ named: { id, name } }: Shell): string =>
  name === '' ? `${id.slice(0, 8)} (joining)` : `"${name}" (${id.slice(0, 8)})`;

/** The node's memberships and what they share; the verbs are built on it. */
export class NodeCore {
  readonly context: NodeContext;
  readonly startedAt: number;
  readonly events = new Subject<NodeEvent>();
  readonly #shells = new Map<ShellId, Shell>();
  #closing = false;

  private constructor(context: Omit<NodeContext, 'tell' | 'dials'>) {
    this.context = {
      ...context,
      dials: new Turns(context.parts.overlay.maxDials),
      tell: (event) => {
        this.events.next(event);
      },
    };
    this.startedAt = context.parts.now();
  }

  /** Opens state and port, and brings every stored membership back to life. */
  static async open({
    paths,
    config,
    parts,
    unlock,
    page,
    inspect,
  }: NodeOptions): Promise<Outcome<NodeCore>> {
    const made = parts.disk.makeFolders(paths);
    if (!made.ok) return made;
    const store = await parts.disk.openStore(paths.state, unlock);
    if (!store.ok) return store;
    const settings = store.value.node.table<number>('settings');
    const doorway = new Doorway(parts.now);
    const bind = config.network.bind === '' ? '0.0.0.0' : config.network.bind;
    const port = config.network.udp_port === 0 ? (settings.get('udp-port') ?? 0) : config.network.udp_port;
    const host = await parts.network.openHost({
      bind,
      port,
      stun: config.network.stun.map((server) => server.replace(/^stun:/i, '')),
      admit: (knock) => doorway.admit(knock),
    });
    if (!host.ok) {
      await store.value.close();
      return err(
        host.error === 'port-taken'
          ? describe('port-taken', { port })
          : describe('bind-failed', { bind, detail: 'it is not an address of this machine' }),
      );
    }
    // Friends remember the port, so the one chosen by the system on the first start is kept.
    settings.put('udp-port', host.value.port);
    const actors = createActors(parts.clock, inspect);
    const library = await parts.disk.openLibrary({
      mods: config.mods.root === '' ? paths.mods : config.mods.root,
      cache: paths.cache,
      now: parts.now(),
      table: store.value.node.table<ReceivedRow>('received'),
      shared: () => core.shells.flatMap((shell) => shell.parts?.sharing.scans ?? []),
    });
    const pauses = new Pauses(store.value.node.table<PauseRow>('pauses'), parts.clock, parts.now);
    const limits = new Limits({
      table: store.value.node.table<LimitRow>('limits'),
      clock: parts.clock,
      now: parts.now,
      configured: { up: rateOf(config.limits.up), down: rateOf(config.limits.down) },
    });
    const lanes = new Lanes();
    const gaming = new Gaming(settings, limits, lanes);
    const released = store.value.node.table<1>('released');
    const holding = new Holding(released, parseSize(config.mods.hold_above) ?? null);
    const opened = {
      pauses,
      limits,
      lanes,
      gaming,
      holding,
      store: store.value,
      actors,
      host: host.value,
      doorway,
      whereabouts: new Whereabouts(host.value, parts.now),
      library,
    };
    const core: NodeCore = new NodeCore({ parts, paths, config, page, inspect, ...opened });
    host.value.incoming$.subscribe(({ connection, tag }) => {
      doorway.enter(tag, connection);
    });
    for (const row of allMemberships(store.value)) core.live(row);
    return ok(core);
  }

  get shells(): readonly Shell[] {
    return [...this.#shells.values()];
  }

  get(shell: ShellId): Shell | undefined {
    return this.#shells.get(shell);
  }

  /** Brings a stored membership to life. */
  live(row: MembershipRow): Shell {
    const shell: Shell = new Shell(createSelf(this.context, row), {
      gone: () => {
        this.forget(row.shell);
      },
      turned: () => {
        void shell.stop().then(() => {
          if (!this.#closing && this.get(row.shell) === shell) this.live(shell.self.row());
        });
      },
    });
    this.#shells.set(row.shell, shell);
    return shell;
  }

  /** The membership is over, or a join came to nothing. */
  forget(shell: ShellId): void {
    this.#shells.delete(shell);
    shellRows(this.context.store, shell).forget();
  }

  /** The syncshell that a verb means: the one that is named, or the only one. */
  shellFor(name: string | undefined): Outcome<Shell> {
    const all = this.shells.map((shell) => ({ ...shell.named, shell }));
    // One we were removed from is only meant by name, as long as there is another.
    const lively = all.filter(({ shell }) => shell.state !== 'removed');
    const named = name === undefined && lively.length > 0 ? lively : all;
    const [only] = named;
    if (only === undefined) return err(describe('no-shell'));
    if (name === undefined) {
      return named.length === 1
        ? ok(only.shell)
        : err(
            describe('ambiguous-shell', {
              detail: `You are in ${named.map(({ shell }) => calledOf(shell)).join(', ')}.`,
            }),
          );
    }
    const found = findOne(named, name);
    if (found.ok) return ok(found.value.shell);
    return err(
      found.error === 'ambiguous'
        ? describe('ambiguous-shell', { detail: `More than one is meant by "${name}".` })
        : missed(found.error, name, { unknown: 'unknown-shell', ambiguous: 'ambiguous-shell' }),
    );
  }

  /** The same, if we are a member of it by now. */
  memberShell(name: string | undefined): Outcome<{ readonly shell: Shell; readonly parts: MemberParts }> {
    const found = this.shellFor(name);
    if (!found.ok) return found;
    const shell = found.value;
    if (shell.parts !== undefined) return ok({ shell, parts: shell.parts });
    return err(
      shell.state === 'removed'
        ? describe('removed', { name: shell.named.name })
        : describe('shell-not-ready', { id: shell.named.id.slice(0, 8) }),
    );
  }

  /** The same, where we are about to sign something. */
  actingShell(name: string | undefined): ReturnType<NodeCore['memberShell']> {
    const found = this.memberShell(name);
    if (!found.ok || found.value.parts.book.mayAct) return found;
    return err(describe('not-synced', { name: found.value.shell.named.name }));
  }

  /** The member whom a verb means, other than ourselves. */
  memberOf({ shell, parts }: { shell: Shell; parts: MemberParts }, text: string): Outcome<MemberId> {
    const others = parts.book.others().map((id) => shell.memberNamed(id));
    const found = findOne(others, text);
    if (found.ok) return ok(found.value.id);
    if (findOne([shell.me], text).ok) return err(describe('yourself', { name: text }));
    return err(missed(found.error, text, { unknown: 'unknown-member', ambiguous: 'ambiguous-member' }));
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.context.pauses.stop();
    await Promise.all(this.shells.map((shell) => shell.stop()));
    await this.context.host.close();
    this.context.actors.stopAll();
    await this.context.library.close();
    await this.context.store.close();
    this.events.complete();
  }
}

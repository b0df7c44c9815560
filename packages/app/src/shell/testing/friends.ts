import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { err, ok, type MemberId } from '@fyteclub/identity';
import type { DialPlan, Network, NetworkHost, OverlaySettings } from '@fyteclub/transport';
import { createMemoryNetwork } from '@fyteclub/transport/testing';
import { resolvePaths } from '../../config/paths.ts';
import { configSchema } from '../../config/schema.ts';
import { createNode } from '../../node/create-node.ts';
import type { FyteNode } from '../../node/node.ts';
import { productParts, type NodeParts } from '../../node/parts.ts';
import type { Outcome } from '../../problems.ts';
import { HurriedClock } from './hurried-clock.ts';

export function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.value;
}

/** Whole nodes in this process, over a network in memory, in a hurry. */
export class Friends {
  readonly clock = new HurriedClock();
  readonly network = createMemoryNetwork({ clock: this.clock, latencyMs: 5 });
  readonly nodes = new Map<string, FyteNode>();
  /** Called when anybody begins to dial, and when that has ended. */
  onDial: (step: 1 | -1, plan: DialPlan) => void = () => undefined;
  /** "Ada Ben" where Ada's dials do not get through to Ben; a meeting from both sides still works. */
  readonly outOfReach = new Set<string>();
  readonly #ports = new Map<number, string>();
  readonly #folder = mkdtemp(join(tmpdir(), 'fyteclub-friends-'));
  readonly #overlay: OverlaySettings;

  constructor(overlay: OverlaySettings) {
    this.#overlay = overlay;
  }

  async home(name: string): Promise<string> {
    return join(await this.#folder, name);
  }

  /** Starts a node, on the home it had before if it had one; `change` is what it does otherwise than the product. */
  async up(name: string, change: Partial<NodeParts> = {}): Promise<FyteNode> {
    const paths = resolvePaths(await this.home(name), {});
    const config = configSchema.parse({ network: { bind: '127.0.0.1' } });
    const { clock } = this;
    const network = this.#watched(name);
    const usual = { ...productParts(paths), clock, network, now: clock.now, overlay: this.#overlay };
    const parts = { ...usual, ...change };
    const node = valueOf(await createNode({ paths, config, parts }));
    this.nodes.set(name, node);
    return node;
  }

  #watched(name: string): Network {
    return {
      shutdown: () => this.network.shutdown(),
      openHost: async (options) => {
        const opened = await this.network.openHost(options);
        if (!opened.ok) return opened;
        const host = opened.value;
        this.#ports.set(host.port, name);
        const reaches = ({ addresses }: DialPlan): boolean =>
          addresses.every(({ port }) => !this.outOfReach.has(`${name} ${this.#ports.get(port) ?? ''}`));
        const dial: NetworkHost['dial'] = async (plan) => {
          this.onDial(1, plan);
          const dialled = reaches(plan) ? await host.dial(plan) : err('timed-out' as const);
          this.onDial(-1, plan);
          return dialled;
        };
        return ok({
          dial,
          port: host.port,
          incoming$: host.incoming$,
          addresses: () => host.addresses(),
          discover: () => host.discover(),
          meet: (plan) => host.meet(plan),
          close: () => host.close(),
        });
      },
    };
  }

  /** A pulled cable: nobody is told. */
  silence(name: string): void {
    this.network.silence(this.#portOf(name));
  }

  /** The cable is back in, and what was under way arrives. */
  restore(name: string): void {
    this.network.restore(this.#portOf(name));
  }

  #portOf(name: string): number {
    const port = [...this.#ports].findLast(([, owner]) => owner === name)?.[0];
    if (port === undefined) throw new Error(`${name} was never up`);
    return port;
  }

  async down(name: string): Promise<void> {
    await this.nodes.get(name)?.stop();
    this.nodes.delete(name);
  }

  /** Everybody is in one syncshell, which the first one founds; who is not up yet is started. */
  async gather(names: readonly string[]): Promise<void> {
    for (const name of names) {
      const node = this.nodes.get(name) ?? (await this.up(name));
      if (name === names[0]) {
        await node.create({ name: 'Raid night', as: name });
        continue;
      }
      const { code } = await this.invite();
      let last: unknown;
      for await (const step of node.join({ code, as: name }, new AbortController().signal)) last = step;
      if (!JSON.stringify(last).includes('"joined"')) throw new Error(`${name} could not join`);
    }
  }

  /** By whoever may invite: in a mesh not everybody sees the same host at once. */
  invite(): Promise<{ readonly code: string }> {
    return this.until('somebody to be host', () => {
      const made = [...this.nodes.values()].map((node) => node.invite({})).find(({ ok }) => ok);
      return made?.ok === true ? made.value : undefined;
    });
  }

  node(name: string): FyteNode {
    const node = this.nodes.get(name);
    if (node === undefined) throw new Error(`${name} is not up`);
    return node;
  }

  /** By the key of each, since nothing else decides who is whose neighbour. */
  ids(): ReadonlyMap<MemberId, string> {
    const [anybody] = this.nodes.values();
    const members = anybody === undefined ? [] : valueOf(anybody.members({})).members;
    return new Map(members.map(({ id, name }) => [id, name]));
  }

  /** Whom a friend is linked to, by name. */
  linksOf(name: string): readonly string[] {
    const { members } = valueOf(this.node(name).members({}));
    return members.filter(({ path }) => path !== null).map((member) => member.name);
  }

  /** Waits for something to be found, in hurried time. */
  async until<T>(what: string, find: () => T | undefined | false, withinMs = 120_000): Promise<T> {
    const end = this.clock.now() + withinMs;
    for (;;) {
      const found = find();
      if (found !== undefined && found !== false) return found;
      if (this.clock.now() > end) throw new Error(`waited in vain for ${what}`);
      await this.pass(50);
    }
  }

  /** Hurried time passes. */
  pass(ms: number): Promise<void> {
    return new Promise((resolve) => this.clock.setTimeout(resolve, ms));
  }

  async end(): Promise<void> {
    await Promise.all([...this.nodes.values()].map((node) => node.stop()));
    await this.network.shutdown();
    this.clock.stop();
    await rm(await this.#folder, { recursive: true, force: true });
  }
}

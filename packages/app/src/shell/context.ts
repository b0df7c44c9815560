import type { InstanceId, KeyRing, ShellId } from '@fyteclub/identity';
import type { NetworkHost, WireIdentity } from '@fyteclub/transport';
import type { Config } from '../config/schema.ts';
import type { Library } from '../mods/library.ts';
import type { Paths } from '../config/paths.ts';
import type { Actors, Inspect } from '../node/actors.ts';
import type { Doorway } from '../node/doorway.ts';
import type { NodeParts } from '../node/parts.ts';
import type { Gaming } from '../node/gaming.ts';
import type { Holding } from '../node/holding.ts';
import type { Lanes } from '../node/lanes.ts';
import type { Pauses } from '../node/pauses.ts';
import type { Limits } from '../node/limits.ts';
import type { Page } from '../node/node-core.ts';
import type { Whereabouts } from '../node/whereabouts.ts';
import type { NodeEvent } from '../shown/index.ts';
import type { Store } from '../store/store.ts';
import type { MembershipRow, ShellRows } from './shell-rows.ts';
import type { Turns } from './turns.ts';

/** What all syncshells of a node share. */
export interface NodeContext {
  readonly parts: NodeParts;
  readonly paths: Paths;
  readonly config: Config;
  readonly store: Store;
  readonly actors: Actors;
  readonly host: NetworkHost;
  readonly doorway: Doorway;
  /** Where others see this machine. */
  readonly whereabouts: Whereabouts;
  /** Received mods on the disk. */
  readonly library: Library;
  /** So many dials at a time, whatever syncshell they are for. */
  readonly dials: Turns;
  /** What people told to stand still. */
  readonly pauses: Pauses;
  /** How fast bytes may move. */
  readonly limits: Limits;
  /** How many transfers run at a time. */
  readonly lanes: Lanes;
  /** Whether to keep out of a game's way. */
  readonly gaming: Gaming;
  /** What waits for people's word. */
  readonly holding: Holding;
  readonly page: Page | undefined;
  /** Watches the machines that live outside the node's actor system: those of links. */
  readonly inspect: Inspect | undefined;
  readonly tell: (event: NodeEvent) => void;
}

/** Me in one syncshell: my keys, my certificate, this run. */
export interface Self {
  readonly node: NodeContext;
  readonly shell: ShellId;
  readonly ring: KeyRing;
  readonly wire: WireIdentity;
  readonly instance: InstanceId;
  readonly rows: ShellRows;
  row(): MembershipRow;
  /** Changes the row durably. */
  update(change: Partial<MembershipRow>): void;
}

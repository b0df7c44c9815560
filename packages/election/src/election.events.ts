import type { InstanceId, MemberId, Readings, ShellId } from '@fyteclub/identity';
import type { RefusalCode } from './errors.ts';
import type { Lists } from './lists.rules.ts';
import type { Lives } from './lives.rules.ts';
import type { ElectionMessage } from './messages.ts';
import type { Statement } from './statement.ts';
import type { WitnessEntry } from './witness.ts';

/** Input of `electionMachine`, of which there is one for each syncshell. */
export interface ElectionInput {
  readonly shell: ShellId;
  readonly me: MemberId;
  /** This run of our node. */
  readonly instance: InstanceId;
  /** The step in which uptimes are compared, ms; 30 s by default. Who uses another may choose another host. */
  readonly bucketMs?: number;
  /** What was read of statements before; everything is read anew without. */
  readonly readings?: Readings;
}

/** What the machine says to itself, some of it after a while. */
export type ElectionTimer =
  /** Something changed that the choice of host may depend on. */
  | { readonly type: 'JUDGE' }
  /** Whoever was asked about a lost member had its time to answer. */
  | { readonly type: 'PROBE_OVER'; readonly member: MemberId; readonly probe: number }
  /** A silent member had its time to come back or to refute. */
  | { readonly type: 'SUSPICION_OVER'; readonly member: MemberId; readonly incarnation: number }
  /** Somebody has to hear that we are alive. */
  | { readonly type: 'RENEW' }
  /** Whom we met is to be told. */
  | { readonly type: 'WRITE' };

/**
 * What `electionMachine` is told. `now` is this node's clock, milliseconds since the epoch. The last few are what the
 * machine says to itself: nobody else sends them.
 */
export type ElectionEvent =
  /** Who is in, me included. */
  | { readonly type: 'MEMBERS'; readonly members: readonly MemberId[] }
  /** A member is linked to us; `instance` as it proved in the handshake. */
  | {
      readonly type: 'PEER_UP';
      readonly member: MemberId;
      readonly instance: InstanceId;
      readonly now: number;
    }
  /**
   * Its last link is gone. `lost`: friends are asked whether they still reach it. `parted`: closed by agreement, and
   * the member is still there.
   */
  | { readonly type: 'PEER_DOWN'; readonly member: MemberId; readonly how: 'lost' | 'parted' }
  /** What `parseMessage` read; of somebody to whom there is no link it is not heard. */
  | {
      readonly type: 'MESSAGE';
      readonly from: MemberId;
      readonly message: ElectionMessage;
      readonly now: number;
    }
  /** The answer to SIGN (`signStatement`). */
  | {
      readonly type: 'SIGNED';
      /** Of the statement that was to be signed. */
      readonly kind: Statement['kind'];
      readonly bytes: Uint8Array;
      readonly now: number;
    }
  /** Our node goes down in good order. */
  | { readonly type: 'RESIGN' }
  | ElectionTimer;

/** What `electionMachine`, which holds no key and no channel, asks of its node. */
export type ElectionEmitted =
  /** Sign this and answer SIGNED. */
  | { readonly type: 'SIGN'; readonly statement: Statement }
  /** To one member, on topic `election`. */
  | { readonly type: 'SEND'; readonly to: MemberId; readonly message: ElectionMessage }
  /** Another host than the one last said; null while nobody can be host. */
  | { readonly type: 'HOST_CHANGED'; readonly host: MemberId | null }
  /** For the log: something that a member told was left out; each code once a message. */
  | { readonly type: 'REFUSED'; readonly from: MemberId; readonly code: RefusalCode };

/** A linked member was lost: friends were asked whether they still reach it. */
export interface Doubt {
  readonly probe: number;
  /** Those who may still say yes. */
  readonly asked: readonly MemberId[];
  /** Somebody was there to be asked, so it is not we who are deaf. */
  readonly isAnswered: boolean;
}

/** Somebody's question that we passed on over our own link. */
export interface Ping {
  readonly id: number;
  readonly subject: MemberId;
  readonly asker: MemberId;
  readonly probe: number;
}

/** What is to be told on, and who told us and need not hear it. */
export interface News {
  readonly lives: ReadonlyMap<MemberId, readonly MemberId[]>;
  readonly lists: ReadonlyMap<MemberId, readonly MemberId[]>;
}

/** What others read of an election, whoever holds it. */
export interface ElectionView {
  readonly me: MemberId;
  readonly instance: InstanceId;
  readonly members: readonly MemberId[];
  /** Whom we are linked to, and with which run of its node. */
  readonly links: Readonly<Record<MemberId, InstanceId>>;
  /** Signs of life, mine included. */
  readonly lives: Lives;
  /** What members witnessed of each other. */
  readonly lists: Lists;
  /** The host last announced; null while nobody has been found. */
  readonly host: MemberId | null;
}

/** Everything the election knows: plain data. */
export interface ElectionContext extends ElectionView {
  readonly shell: ShellId;
  readonly bucketMs: number;
  readonly readings: Readings;
  /** The time as last told. */
  readonly now: number;
  readonly doubts: Readonly<Record<MemberId, Doubt>>;
  readonly pings: readonly Ping[];
  /** Numbers our probes and pings. */
  readonly counter: number;
  /** How often of late nobody answered us: the more, the longer we wait before we believe others gone. */
  readonly deafness: number;
  /** Suspicions of late, by who raised them. */
  readonly alarms: Readonly<Record<MemberId, number>>;
  /** Digests of late, by who sent them. */
  readonly digests: Readonly<Record<MemberId, number>>;
  /** Rounds since we started. */
  readonly round: number;
  /** Rounds since the host, whom we are not linked to, gave a sign of life. */
  readonly hostSilence: number;
  /** Rounds since our own last sign of life. */
  readonly beaconAge: number;
  /** RENEW is under way. */
  readonly isRenewing: boolean;
  /** WRITE is under way. */
  readonly isWriting: boolean;
  /** Our next incarnation lies above this. */
  readonly floor: number;
  /** Other runs of our own node whose beacons we outdid. */
  readonly outdone: readonly InstanceId[];
  /** What I witnessed. */
  readonly entries: readonly WitnessEntry[];
  /** Of the list I last asked to be signed. */
  readonly sequence: number;
  /** Lists signed again only to outdo one of an earlier run. */
  readonly restatements: number;
  readonly news: News;
}

/** A timer to be set, in place of one of the same name, or to be stopped. */
export type Wait =
  | {
      readonly id: string;
      readonly delay: 'probe' | 'suspicion' | 'refute' | 'meetings';
      readonly event: ElectionTimer;
    }
  | { readonly id: string; readonly delay: null };

/** What an event leads to: a new context, timers, and what the outside world shall do. */
export interface Step {
  readonly context: ElectionContext;
  readonly effects: readonly ElectionEmitted[];
  readonly waits: readonly Wait[];
}

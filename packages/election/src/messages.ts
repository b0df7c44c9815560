import type { MemberId } from '@fyteclub/identity';

/** Signed statements: news, or what a peer lacks. A suspicion comes after the beacon it doubts. */
export interface ElectionGossip {
  readonly type: 'election.gossip';
  readonly beacons: readonly Uint8Array[];
  readonly suspicions: readonly Uint8Array[];
  readonly lists: readonly Uint8Array[];
}

/** What the sender has, in short; the receiver answers with what it has beyond that. */
export interface ElectionDigest {
  readonly type: 'election.digest';
  /** Whether the receiver shall also say what it has, if it lacks anything. */
  readonly ask: boolean;
  /** See marks.rules.ts. */
  readonly marks: Uint8Array;
}

/** "I lost this member. Do you still reach it?" */
export interface ElectionProbe {
  readonly type: 'election.probe';
  /** The sender's number for this question, for the answer. */
  readonly id: number;
  readonly subject: MemberId;
}

/** The answer to a probe: at once what the link says, and again if the member itself answered over it. */
export interface ElectionAck {
  readonly type: 'election.ack';
  readonly id: number;
  /** `asking`: there is a link, and the question went over it. */
  readonly reach: 'yes' | 'no' | 'asking';
}

/** "Are you there?", over the link whose other end is asked for. */
export interface ElectionPing {
  readonly type: 'election.ping';
  readonly id: number;
}

/** The answer to a ping, over the same link. */
export interface ElectionPong {
  readonly type: 'election.pong';
  readonly id: number;
}

/** Whatever travels on topic `election`, read by `parseMessage`. */
export type ElectionMessage =
  ElectionGossip | ElectionDigest | ElectionProbe | ElectionAck | ElectionPing | ElectionPong;

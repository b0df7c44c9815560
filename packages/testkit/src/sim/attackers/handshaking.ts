import {
  createHandshake,
  type HandshakeInput,
  type InstanceId,
  type MemberId,
  type MembershipView,
  type Session,
} from '@fyteclub/identity';
import { createLink, type Clock, type Connection, type Link } from '@fyteclub/transport';
import { recordChannel } from '@fyteclub/transport/testing';

/** Believes everybody: who attacks does not mind whom it talks to. */
const GULLIBLE: MembershipView = {
  isMember: () => true,
  wasRemoved: () => false,
  hasLeft: () => false,
  kxOf: () => undefined,
  invite: () => undefined,
};

/** A link to somebody who has taken us for who we said we are. */
export interface Line {
  readonly member: MemberId;
  /** The run of its node. */
  readonly instance: InstanceId;
  readonly kx: Uint8Array;
  readonly connection: Connection;
  readonly link: Link;
  readonly session: Session;
  readonly frames: Frames;
}

/** Everything that went over a connection, byte for byte. */
export interface Frames {
  readonly sent: readonly Uint8Array[];
  readonly heard: readonly Uint8Array[];
}

/** More than any handshake has, and the beginning of what follows it. */
const MAX_FRAMES = 256;

function keepIn(frames: Uint8Array[], bytes: Uint8Array): void {
  if (frames.length < MAX_FRAMES) frames.push(bytes);
}

/** Who we say that we are. */
export type Claim = Pick<HandshakeInput, 'ring' | 'shell' | 'instance' | 'purpose' | 'random'>;

/** How it went: a line, or what we were told. */
export type Met = Line | { readonly denied: string };

/** Runs the product's handshake on a connection, with whatever claim; resolves when the other side has decided. */
export function shakeHands(
  wire: Connection,
  role: HandshakeInput['role'],
  claim: Claim,
  { clock, now }: { readonly clock: Clock; readonly now: () => number },
): Promise<Met> {
  const frames = { sent: [] as Uint8Array[], heard: [] as Uint8Array[] };
  const connection = {
    ...wire,
    channel: recordChannel(wire.channel, (bytes) => keepIn(frames.sent, bytes)),
  };
  const link = createLink(connection, { clock });
  wire.channel.messages$.subscribe((bytes) => {
    keepIn(frames.heard, Uint8Array.from(bytes));
  });
  const { localFingerprint: local, remoteFingerprint: remote } = connection;
  const handshake = createHandshake({ ...claim, role, view: GULLIBLE, binding: { local, remote } });
  return new Promise((resolve) => {
    for (const frame of handshake.start(now())) link.send('handshake', frame);
    link.topic('handshake').subscribe((body) => {
      if (!(body instanceof Uint8Array)) return;
      const { send, outcome } = handshake.receive(body, now());
      for (const frame of send) link.send('handshake', frame);
      if (outcome?.kind === 'denied') resolve({ denied: outcome.code });
      if (outcome?.kind !== 'proven') return;
      const { peer, session } = outcome;
      link.secure(session);
      resolve({ ...peer, connection, link, session, frames });
    });
    void link.closed.then((end) => {
      resolve({ denied: end });
    });
  });
}

import {
  createHandshake,
  type HandshakeInput,
  type MemberId,
  type MembershipView,
  type Session,
} from '@fyteclub/identity';
import { createLink, type Clock, type Connection, type Link } from '@fyteclub/transport';

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
  readonly kx: Uint8Array;
  readonly connection: Connection;
  readonly link: Link;
  readonly session: Session;
}

/** Who we say that we are. */
export type Claim = Pick<HandshakeInput, 'ring' | 'shell' | 'instance' | 'purpose' | 'random'>;

/** How it went: a line, or what we were told. */
export type Met = Line | { readonly denied: string };

/** Runs the product's handshake on a connection, with whatever claim; resolves when the other side has decided. */
export function shakeHands(
  connection: Connection,
  role: HandshakeInput['role'],
  claim: Claim,
  { clock, now }: { readonly clock: Clock; readonly now: () => number },
): Promise<Met> {
  const link = createLink(connection, { clock });
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
      resolve({ ...peer, connection, link, session });
    });
    void link.closed.then((end) => {
      resolve({ denied: end });
    });
  });
}

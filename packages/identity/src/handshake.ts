import { equalBytes } from './bytes.ts';
import { DENIED } from './handshake-frames.ts';
import { initiator } from './handshake-initiator.ts';
import { responder } from './handshake-responder.ts';
import {
  refuse,
  type Handshake,
  type HandshakeInput,
  type HandshakeStep,
  type Side,
} from './handshake-side.ts';

/** How long a challenge may wait for its answer: 60 s. */
export const CHALLENGE_LIFE_MS = 60_000;

/** Good for one connection and one attempt: its nonces and keys are never used again. */
export function createHandshake(input: HandshakeInput): Handshake {
  const side: Side = input.role === 'initiator' ? initiator(input) : responder(input);
  let startedAt: number | undefined;
  let finished = false;

  const step = (frame: Uint8Array, now: number, since: number): HandshakeStep => {
    if (equalBytes(frame, DENIED)) return { send: [], outcome: { kind: 'denied', code: 'denied' } };
    // A clock that was set back by more than that cannot say how long it has been.
    if (Math.abs(now - since) > CHALLENGE_LIFE_MS) return refuse('challenge-expired');
    return side.receive(frame, now);
  };

  return {
    start: (now) => {
      if (startedAt !== undefined) throw new Error('a handshake starts once');
      startedAt = now;
      return side.opening;
    },
    receive: (frame, now) => {
      if (startedAt === undefined) throw new Error('a handshake receives after its start');
      if (finished) return { send: [] };
      const taken = step(frame, now, startedAt);
      finished = taken.outcome !== undefined;
      if (taken.outcome?.kind === 'denied') side.wipe();
      return taken;
    },
  };
}

import type { Handshake, HandshakeOutcome } from '../handshake-side.ts';

/** What passed between the two sides, and how it ended for each. */
export interface Exchange {
  readonly initiator: HandshakeOutcome | undefined;
  readonly responder: HandshakeOutcome | undefined;
  readonly frames: readonly { readonly from: 'initiator' | 'responder'; readonly frame: Uint8Array }[];
}

/**
 * Carries the frames of two handshakes to each other until neither has more to say.
 * @param tamper sees every frame on its way and returns what arrives; undefined loses it.
 */
export function pump(
  initiator: Handshake,
  responder: Handshake,
  now: number,
  tamper: (frame: Uint8Array, from: 'initiator' | 'responder') => Uint8Array | undefined = (frame) => frame,
): Exchange {
  const outcomes: { initiator?: HandshakeOutcome; responder?: HandshakeOutcome } = {};
  const frames: { from: 'initiator' | 'responder'; frame: Uint8Array }[] = [];
  const queue = initiator.start(now).map((frame) => ({ from: 'initiator' as const, frame }));
  const pending: { from: 'initiator' | 'responder'; frame: Uint8Array }[] = queue;
  responder.start(now);
  for (let sent = pending.shift(); sent !== undefined; sent = pending.shift()) {
    frames.push(sent);
    const arriving = tamper(sent.frame, sent.from);
    if (arriving === undefined) continue;
    const to = sent.from === 'initiator' ? 'responder' : 'initiator';
    const step = (to === 'initiator' ? initiator : responder).receive(arriving, now);
    if (step.outcome !== undefined) outcomes[to] = step.outcome;
    pending.push(...step.send.map((frame) => ({ from: to, frame }) as const));
  }
  return { initiator: outcomes.initiator, responder: outcomes.responder, frames };
}

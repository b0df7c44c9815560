import { CHALLENGE, CONFIRM, HELLO, PASSWORD, PROOF, PURPOSES, VERDICT } from '../handshake-frames.ts';
import { createHandshake } from '../handshake.ts';
import { agree, createEphemeral, type Agreement, type HandshakeInput } from '../handshake-side.ts';
import { pump, type Exchange } from './pump.ts';

/** A handshake, and what was in its sealed boxes: what somebody sees who has taken both sides' ephemeral secrets. */
export interface Overheard extends Exchange {
  /** Contents of the boxes, in the order of their frames; a hello has none. */
  readonly contents: readonly Uint8Array[];
  /** Fresh keys of this very handshake, with which nothing has been sealed or opened yet. */
  readonly agreement: (side: 'initiator' | 'responder') => Agreement;
}

const SEALED = [CHALLENGE, PROOF, PASSWORD, CONFIRM, VERDICT];

function boxOf(frame: Uint8Array): Uint8Array | undefined {
  for (const layout of SEALED) {
    const read = layout.decode(frame);
    if (read.ok) return read.value.box;
  }
  return undefined;
}

/** @param dialling and `answering` give the same input each time, its randomness started anew. */
export function overhear(
  dialling: () => HandshakeInput,
  answering: () => HandshakeInput,
  now: number,
): Overheard {
  const exchange = pump(createHandshake(dialling()), createHandshake(answering()), now);
  const [hello, challenge] = [HELLO, CHALLENGE].map((layout, i) => {
    const read = layout.decode(exchange.frames[i]?.frame ?? new Uint8Array());
    if (!read.ok) throw new Error('the handshake did not get that far');
    return read.value;
  });
  const agreement = (side: 'initiator' | 'responder'): Agreement => {
    const input = side === 'initiator' ? dialling() : answering();
    const purpose = dialling().purpose.kind === 'join' ? PURPOSES.join : PURPOSES.reconnect;
    const theirs = side === 'initiator' ? challenge : hello;
    const agreed = theirs && agree(input, purpose, createEphemeral(input.random), theirs);
    if (agreed === undefined) throw new Error('no agreement');
    return agreed;
  };
  const ears = { initiator: agreement('initiator'), responder: agreement('responder') };
  const contents = exchange.frames.flatMap(({ from, frame }) => {
    const box = boxOf(frame);
    const opened = box && ears[from === 'initiator' ? 'responder' : 'initiator'].keys.handshake.open(box);
    return opened ?? [];
  });
  return { ...exchange, contents, agreement };
}

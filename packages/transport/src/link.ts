import { Subject, type Observable } from 'rxjs';
import { createActor, fromEventObservable, type InspectionEvent, type Observer } from 'xstate';
import type { Clock } from './clock.ts';
import { decodeEnvelope, encodeEnvelope, MAX_ENVELOPE_BYTES, MAX_REASSEMBLED_BYTES } from './envelope.ts';
import { assemble, fragment, NOTHING } from './fragments.rules.ts';
import { decodeBody, decodeFrame, encodeBody, encodeFrame, type Body, type Frame } from './frame.rules.ts';
import { linkMachine, type LinkEnd, type LinkEvent } from './link.machine.ts';
import type { Connection } from './network.ts';
import { createTopics } from './topics.ts';

/** The session's seal: implicit counters, so a replayed, reordered or dropped frame does not open. */
export interface Cipher {
  seal(plain: Uint8Array): Uint8Array;
  open(sealed: Uint8Array): Uint8Array | undefined;
}

/** What a test or an inspector puts in the place of a link's own. */
export interface LinkOptions {
  /** Whose time heartbeats and time-outs run on; the system's unless a test brings its own. */
  readonly clock?: Clock;
  /** Watches the link's machine. */
  readonly inspect?: Observer<InspectionEvent> | ((event: InspectionEvent) => void);
}

/** The control connection to one member: topics, the seal, a heartbeat. */
export interface Link {
  readonly connection: Connection;
  /**
   * @param body anything MessagePack carries: plain objects, arrays, strings, numbers, booleans, null, `Uint8Array`.
   * @returns false when the link is closed.
   * @throws RangeError above 1 MiB, or for a body of other kinds; Error for any topic but `handshake` before
   * {@link secure}. All three are bugs.
   */
  send(topic: string, body: unknown): boolean;
  /** Bodies as they came: the subscriber parses them. Kept, within bounds, until the first subscriber; completes with the link. */
  topic(name: string): Observable<unknown>;
  /** From now on everything leaves sealed; everything arrives sealed from the peer's first sealed frame on. Once only. */
  secure(cipher: Cipher): void;
  /** Resolves as soon as the link is of no more use; a gentle {@link close} still lets its last messages out after it. */
  readonly closed: Promise<LinkEnd>;
  /** Lets queued messages out first. */
  close(): Promise<void>;
  abort(): void;
}

/** The only topic before a link is secured, in plain and with frames of at most 16 KiB. */
export const HANDSHAKE_TOPIC = 'handshake';
/** No message of the handshake comes near this, and nobody has proven anything yet. */
const MAX_HANDSHAKE_BYTES = 16_384;
/** Sealed frames that arrive while we still compute our own side of the seal. */
const MAX_EARLY_FRAMES = 64;
const MAX_BACKLOG_BYTES = 8_388_608;
const BEAT: Body = { part: 'beat', bytes: new Uint8Array() };

/**
 * Makes a link of a fresh control connection, whose messages it alone may read. It has 10 s to be secured; from then on
 * it sends a beat every 2 s, and ends as `silent` after 8.25 s in which nothing was heard (P64, P75).
 */
export function createLink(connection: Connection, options: LinkOptions = {}): Link {
  const { channel } = connection;
  const topics = createTopics();
  const wire = new Subject<LinkEvent>();
  const machine = linkMachine.provide({ actors: { inbound: fromEventObservable(() => wire) } });
  const actor = createActor(machine, options);
  let cipher: Cipher | undefined;
  let early: Uint8Array[] = [];
  let heardSealed = false;
  let assembly = NOTHING;
  let over = false;

  const transmit = (body: Body): boolean => {
    const plain = encodeBody(body);
    return channel.send(encodeFrame({ sealed: !!cipher, payload: cipher ? cipher.seal(plain) : plain }));
  };

  const unseal = ({ sealed, payload }: Frame): Uint8Array | undefined => {
    // A refusal may still come in plain after we have secured our side; it can only reach the handshake.
    if (!sealed) return heardSealed || payload.length > MAX_HANDSHAKE_BYTES ? undefined : payload;
    const plain = cipher?.open(payload);
    heardSealed ||= plain !== undefined;
    return plain;
  };

  const deliver = (frame: Frame): boolean => {
    const plain = unseal(frame);
    const body = plain && decodeBody(plain);
    if (!body || (!frame.sealed && body.part !== 'whole')) return false;
    const next = assemble(assembly, body, MAX_REASSEMBLED_BYTES);
    if (!next) return false;
    assembly = next.assembly;
    if (!next.whole) return true;
    const envelope = decodeEnvelope(
      next.whole,
      body.part === 'whole' ? MAX_ENVELOPE_BYTES : MAX_REASSEMBLED_BYTES,
    );
    if (!envelope || (!frame.sealed && envelope.topic !== HANDSHAKE_TOPIC)) return false;
    topics.deliver(envelope.topic, envelope.body, next.whole.length);
    return true;
  };

  const receive = (bytes: Uint8Array): void => {
    if (over) return;
    const frame = decodeFrame(bytes);
    if (frame?.sealed && !cipher && early.length < MAX_EARLY_FRAMES) {
      early.push(bytes);
      return;
    }
    if (frame && deliver(frame)) wire.next({ type: 'HEARD' });
    else wire.next({ type: 'FAILED', end: 'bad-frame' });
  };

  const closed = new Promise<LinkEnd>((resolve) => {
    actor.on('ENDED', ({ end }) => {
      over = true;
      early = [];
      topics.complete();
      resolve(end);
    });
  });
  actor.on('BEAT', () => transmit(BEAT));
  actor.on('HANG_UP', ({ gently }) => {
    if (gently) void channel.close();
    else channel.abort();
  });
  actor.start();
  channel.messages$.subscribe({
    next: receive,
    complete: () => wire.next({ type: 'CHANNEL_CLOSED' }),
  });

  return {
    connection,
    send: (topic, body) => {
      if (!cipher && topic !== HANDSHAKE_TOPIC) throw new Error(`${topic} before the link is secured`);
      const bodies = fragment(encodeEnvelope({ topic, body }), MAX_ENVELOPE_BYTES);
      if (over) return false;
      if (channel.bufferedAmount() <= MAX_BACKLOG_BYTES) return bodies.every(transmit);
      actor.send({ type: 'FAILED', end: 'overrun' });
      return false;
    },
    topic: (name) => topics.of(name),
    secure: (session) => {
      if (cipher) throw new Error('a link is secured once');
      cipher = session;
      actor.send({ type: 'SECURED' });
      for (const bytes of early.splice(0)) receive(bytes);
    },
    closed,
    close: async () => {
      actor.send({ type: 'CLOSE' });
      await channel.closed;
    },
    abort: () => actor.send({ type: 'ABORT' }),
  };
}

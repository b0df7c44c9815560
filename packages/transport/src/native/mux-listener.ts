import { createSocket } from 'node:dgram';
import { err, ok, type Result } from '@fyteclub/identity';
import type { IceUdpMuxListener, IceUdpMuxRequest, PeerConnection } from 'node-datachannel';
import { isIceName } from '../credentials.ts';
import type { HostError, Knock } from '../network.ts';
import { isAddress } from '../sdp.rules.ts';
import { guarded, type Addon } from './addon.ts';

/** A port in use. */
export interface MuxListener {
  readonly port: number;
  /** From now on knocks are ignored, and the port may be listened on again. */
  stop(): void;
}

/**
 * A listener once made is kept and used again, and stopped only when the process lets go of the network, because
 * stopping is a gamble: see {@link zeroFreedMemory}.
 */
interface Kept {
  readonly listener: IceUdpMuxListener;
  readonly bind: string;
  onKnock: ((knock: Knock) => void) | undefined;
}

/** By port alone, as in the native registry: a port serves one host per process, whatever it is bound to. */
const kept = new Map<number, Kept>();

/** Receives every STUN request that belongs to no connection yet, checked and harmless, repetitions included. */
export async function startMuxListener(
  addon: Addon,
  bind: string,
  wanted: number,
  onKnock: (knock: Knock) => void,
): Promise<Result<MuxListener, HostError>> {
  const old = kept.get(wanted);
  if (old) return old.bind === bind && !old.onKnock ? ok(use(wanted, old, onKnock)) : err('port-taken');
  const free = await probe(bind, wanted);
  if (!free.ok) return free;
  try {
    const entry: Kept = { listener: create(addon, free.value, bind), bind, onKnock: undefined };
    kept.set(free.value, entry);
    entry.listener.onUnhandledStunRequest(
      guarded(({ localUfrag, ufrag, host, port }: IceUdpMuxRequest) => {
        const from = { host, port };
        if (isIceName(localUfrag) && isIceName(ufrag) && isAddress(from))
          entry.onKnock?.({ localUfrag, remoteUfrag: ufrag, from });
      }),
    );
    return ok(use(free.value, entry, onKnock));
  } catch {
    return err('port-taken');
  }
}

function use(port: number, entry: Kept, onKnock: (knock: Knock) => void): MuxListener {
  entry.onKnock = onKnock;
  return { port, stop: () => (entry.onKnock = undefined) };
}

function create(addon: Addon, port: number, bind: string): IceUdpMuxListener {
  const scratch = new addon.PeerConnection('', { iceServers: [] });
  scratch.onStateChange(() => undefined);
  try {
    zeroFreedMemory(scratch);
    return new addon.IceUdpMuxListener(port, bind);
  } finally {
    scratch.close();
  }
}

/**
 * The flag by which a native listener knows that it was stopped is never initialised (libdatachannel 0.24.5,
 * impl/iceudpmuxlistener.hpp). Made from memory that held something else before, it believes to be stopped already:
 * then `stop()` does nothing, the port stays bound, and its thread calls into freed memory with the next stranger's
 * packet. So the memory that the listener will be made of, whatever its size, is freed full of zeros a moment before.
 * Where an allocator does not hand out first what was freed last, this does nothing, good or bad.
 */
function zeroFreedMemory(scratch: PeerConnection): void {
  for (let size = 96; size <= 232; size += 4) {
    try {
      scratch.addRemoteCandidate('\0'.repeat(size), '');
    } catch {
      // No candidate, as intended: its copies are freed.
    }
  }
}

/** Lets go of every port that nobody listens on. The last thing before a process ends. */
export function stopUnusedListeners(): void {
  for (const [port, { listener, onKnock }] of kept) {
    if (onKnock) continue;
    listener.stop();
    kept.delete(port);
  }
}

/**
 * Whether a UDP socket can be bound here and now. The native layer would end the process over a socket that it cannot
 * open for a connection of its own.
 */
export function probe(bind: string, port: number): Promise<Result<number, HostError>> {
  return new Promise((resolve) => {
    const socket = createSocket({ type: bind.includes(':') ? 'udp6' : 'udp4' });
    socket.once('error', ({ message }) => {
      socket.close();
      resolve(err(/EADDRINUSE|EACCES|EMFILE/.test(message) ? 'port-taken' : 'bad-bind'));
    });
    socket.bind({ address: bind, port, exclusive: true }, () => {
      const taken = socket.address().port;
      socket.close(() => resolve(ok(taken)));
    });
  });
}

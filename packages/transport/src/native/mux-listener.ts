import { createSocket } from 'node:dgram';
import { err, ok, type Result } from '@fyteclub/identity';
import type { IceUdpMuxListener, IceUdpMuxRequest } from 'node-datachannel';
import { isIceName } from '../credentials.ts';
import type { HostError, Knock } from '../network.ts';
import { isAddress } from '../sdp.rules.ts';
import { guarded, hold, release, type Addon } from './addon.ts';

/** A port in use. */
export interface MuxListener {
  readonly port: number;
  /** From now on knocks are ignored, and the port may be listened on again. */
  stop(): void;
}

/**
 * The native `stop()` is a lottery: the flag that says "already stopped" is never initialised (libdatachannel 0.24.5,
 * impl/iceudpmuxlistener.hpp), so a stop may do nothing and leave a callback into freed memory behind. Hence a
 * listener once made is kept and used again, and stopped only when the process lets go of the network altogether.
 */
interface Kept {
  readonly listener: IceUdpMuxListener;
  readonly bind: string;
  onKnock: ((knock: Knock) => void) | undefined;
  stopped: boolean;
}

/** By port alone, as in the native registry: a port serves one host per process, whatever it is bound to. */
const kept = new Map<number, Kept>();

const FREED_MS = 500;
const LOOK_AGAIN_MS = 20;
const ANY_INTERFACE: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** Receives every STUN request that belongs to no connection yet, checked and harmless, repetitions included. */
export async function startMuxListener(
  addon: Addon,
  bind: string,
  wanted: number,
  onKnock: (knock: Knock) => void,
): Promise<Result<MuxListener, HostError>> {
  const old = kept.get(wanted);
  if (old)
    return old.bind === bind && !old.onKnock && !old.stopped
      ? ok(use(wanted, old, onKnock))
      : err('port-taken');
  const free = await probe(bind, wanted);
  if (!free.ok) return free;
  try {
    const entry: Kept = {
      listener: new addon.IceUdpMuxListener(free.value, bind),
      bind,
      onKnock: undefined,
      stopped: false,
    };
    kept.set(free.value, entry);
    hold(entry.listener);
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

/** Lets go of every port that nobody listens on. A port whose stop was the no-op stays taken until the process ends. */
export async function stopUnusedListeners(): Promise<void> {
  const unused = [...kept].filter(([, { onKnock, stopped }]) => !onKnock && !stopped);
  const stops = unused.map(async ([port, entry]) => {
    entry.stopped = true;
    entry.listener.stop();
    release(entry.listener);
    if (await freed(entry.bind, port)) kept.delete(port);
  });
  await Promise.all(stops);
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

/** A stopped listener's thread may sleep on its socket for up to a minute; any datagram wakes it, and it lets go. */
async function freed(bind: string, port: number): Promise<boolean> {
  for (let waited = 0; waited < FREED_MS; waited += LOOK_AGAIN_MS) {
    if ((await probe(bind, port)).ok) return true;
    await wake(ANY_INTERFACE[bind] ?? bind, port);
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  return false;
}

function wake(host: string, port: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    const done = (): unknown => socket.close(() => resolve());
    socket.once('error', done);
    socket.send(Uint8Array.of(0), port, host, done);
  });
}

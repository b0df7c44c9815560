import { map } from 'rxjs';
import type { Connection, ConnectionKind, Network, NetworkHost } from '../network.ts';
import { recordChannel } from './record-channel.ts';

/** One message as it was handed to a channel: after it nothing of ours touches the bytes. */
export interface RecordedSend {
  readonly kind: ConnectionKind;
  /** Who opened the connection the message went into: this side, by dialling or meeting, or the other. */
  readonly direction: 'dialled' | 'incoming';
  /** A copy. */
  readonly bytes: Uint8Array;
}

/** Tells `sink` of every message that leaves through `network`; everything else is untouched. */
export function recordNetwork(network: Network, sink: (send: RecordedSend) => void): Network {
  const watch = (connection: Connection, direction: RecordedSend['direction']): Connection => {
    const { channel, kind } = connection;
    const recorded = recordChannel(channel, (bytes) => {
      sink({ kind, direction, bytes });
    });
    return {
      ...connection,
      channel: recorded,
      close: () => connection.close(),
      abort: () => connection.abort(),
    };
  };
  return {
    openHost: async (options) => {
      const opened = await network.openHost(options);
      return opened.ok ? { ok: true, value: recordHost(opened.value, watch) } : opened;
    },
    shutdown: () => network.shutdown(),
  };
}

function recordHost(
  host: NetworkHost,
  watch: (connection: Connection, direction: RecordedSend['direction']) => Connection,
): NetworkHost {
  return {
    port: host.port,
    addresses: () => host.addresses(),
    discover: () => host.discover(),
    incoming$: host.incoming$.pipe(
      map(({ connection, tag }) => ({ connection: watch(connection, 'incoming'), tag })),
    ),
    dial: async (plan) => {
      const dialled = await host.dial(plan);
      return dialled.ok ? { ok: true, value: watch(dialled.value, 'dialled') } : dialled;
    },
    meet: async (plan) => {
      const met = await host.meet(plan);
      return met.ok ? { ok: true, value: watch(met.value, 'dialled') } : met;
    },
    close: () => host.close(),
  };
}

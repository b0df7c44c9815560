import type { Channel } from '../network.ts';

/** Tells `sink` of a copy of every message that the channel takes; everything else is untouched. */
export const recordChannel = (channel: Channel, sink: (bytes: Uint8Array) => void): Channel => ({
  send: (bytes) => {
    const taken = channel.send(bytes);
    if (taken) sink(Uint8Array.from(bytes));
    return taken;
  },
  bufferedAmount: () => channel.bufferedAmount(),
  drained: () => channel.drained(),
  messages$: channel.messages$,
  get open() {
    return channel.open;
  },
  closed: channel.closed,
  close: () => channel.close(),
  abort: () => {
    channel.abort();
  },
});

import { isMainThread } from 'node:worker_threads';
import type * as NodeDataChannel from 'node-datachannel';
import type { DataChannel, PeerConnection } from 'node-datachannel';

export type Addon = typeof NodeDataChannel;

let loaded: Addon | undefined;

/**
 * Loaded on first use, so that whoever only needs types, credentials or the memory twin never loads native code.
 *
 * @throws Error in a worker thread, where the addon would crash V8.
 */
export async function loadAddon(): Promise<Addon> {
  if (!isMainThread) throw new Error('node-datachannel works on the main thread only');
  loaded = await import('node-datachannel');
  return loaded;
}

/** Native objects that nobody references are collected and close under our hands: whatever lives is held here. */
const peers = new Set<PeerConnection>();
const channels = new Set<DataChannel>();

export const holdPeer = (pc: PeerConnection): unknown => peers.add(pc);
export const releasePeer = (pc: PeerConnection): unknown => peers.delete(pc);

/**
 * Holds a channel until it has told that it closed. A channel that was collected before leaves its address in the
 * binding's own list, and the clean-up follows it into freed memory. Some never tell: these stay until the clean-up.
 *
 * @param closed runs when it has told.
 */
export function holdChannel(dc: DataChannel, closed: () => void): void {
  channels.add(dc);
  // Without a handler of ours the binding keeps its default one, and with it the process, alive.
  dc.onClosed(
    guarded(() => {
      // The binding takes it off its list only after this handler has returned.
      setImmediate(() => channels.delete(dc));
      closed();
    }),
  );
}

/**
 * Frees the native threads that would keep the process alive. Does nothing while a connection lives: cleaning up over
 * one that nobody closed blocks for 10 s.
 */
export function cleanUp(): void {
  if (peers.size > 0) return;
  loaded?.cleanup();
  channels.clear();
}

/**
 * An exception inside a native callback aborts the process before any handler sees it. This lets it surface one
 * microtask later, as an ordinary uncaught exception with its stack.
 */
export const guarded =
  <Arguments extends readonly unknown[]>(callback: (...args: Arguments) => void) =>
  (...args: Arguments): void => {
    try {
      callback(...args);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  };

import { isMainThread } from 'node:worker_threads';
import type * as NodeDataChannel from 'node-datachannel';

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

/** Native objects that nobody references are collected and close under our hands: everything alive is held here. */
const alive = new Set<object>();

export const hold = (object: object): unknown => alive.add(object);
export const release = (object: object): unknown => alive.delete(object);

/**
 * Frees the native threads that would keep the process alive. Does nothing while anything native lives: cleaning up
 * over a connection that nobody closed blocks for 10 s.
 */
export function cleanUp(): void {
  if (alive.size === 0) loaded?.cleanup();
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

import { createBrowserInspector, type StatelyInspectionEvent } from '@statelyai/inspect';
import type { Inspected } from '../api-types.ts';

const STATELY = 'https://stately.ai';
/** Before Stately's page has said that it is there, so many messages wait for it. */
const MOST_WAITING = 5_000;

/** Stately's inspector, in a window of its own. */
export interface Stately {
  send(message: Inspected): void;
  stop(): void;
}

/**
 * This window as Stately's adapter sees it. The adapter posts to whatever page the other window shows, and believes every
 * page that says to be the inspector; here it is heard and answered only while it is stately.ai.
 */
function onlyStately(opened: Window): Window {
  const guarded = {
    open: () => ({
      postMessage: (message: unknown): void => {
        opened.postMessage(message, STATELY);
      },
    }),
    addEventListener: (type: string, hear: (event: Event) => void): void => {
      addEventListener(type, (event) => {
        if (event instanceof MessageEvent && event.origin === STATELY && event.source === opened) hear(event);
      });
    },
  };
  return guarded as unknown as Window;
}

/**
 * Opens stately.ai in another window and tells it what a node's machines do. Must be called by a person's press.
 * @param soFar the actors that are there, and what has happened to them.
 * @returns undefined where the browser opens no window.
 */
export function openStately(soFar: readonly Inspected[]): Stately | undefined {
  const opened = open(`${STATELY}/inspect`, 'stately-inspector');
  if (opened === null) return undefined;
  const { adapter } = createBrowserInspector({
    url: `${STATELY}/inspect`,
    window: onlyStately(opened),
    maxDeferredEvents: MOST_WAITING,
    // It is plain JSON already, and the adapter's own way cuts what has many fields.
    serialize: (message) => message,
  });
  const send = (message: Inspected): void => {
    adapter.send(message as unknown as StatelyInspectionEvent);
  };
  soFar.forEach(send);
  return {
    send,
    stop: () => {
      adapter.stop();
      opened.close();
    },
  };
}

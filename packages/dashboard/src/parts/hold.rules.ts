/** How long a button is held before what cannot be undone is done. */
export const HOLD_MS = 1_200;
/** How long whoever cannot hold may take for the second press. */
export const SECOND_PRESS_MS = 8_000;

/**
 * `holding`: pressed and not for long enough. `early`: let go too soon. `armed`: a device that knows no holding, such as
 * a screen reader or a voice, pressed once.
 */
export type Hold = 'idle' | 'holding' | 'early' | 'armed' | 'done';

/** `press` without a `down` before it is what assistive technology sends. */
export type HoldEvent = 'down' | 'up' | 'press' | 'held' | 'timeout';

export function holdAfter(hold: Hold, event: HoldEvent): Hold {
  switch (event) {
    case 'down':
      return 'holding';
    case 'held':
      return hold === 'holding' ? 'done' : hold;
    case 'up':
      return hold === 'holding' ? 'early' : hold;
    case 'press':
      if (hold === 'armed') return 'done';
      // The press that a mouse or a key sends after it was let go.
      return hold === 'idle' ? 'armed' : hold;
    case 'timeout':
      return hold === 'holding' ? hold : 'idle';
  }
}

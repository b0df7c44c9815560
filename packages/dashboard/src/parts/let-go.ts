/** What comes after a finger has left, or a mouse: the presses that a browser makes of it. */
const AFTER_MS = 500;

/**
 * What is held while the thing is done is let go later, over whatever has taken the button's place: until then nothing is
 * pressed by it. A press of its own, which begins with going down, is heard at once.
 */
export function ignoreLettingGo(): void {
  const over = new AbortController();
  const options = { capture: true, signal: over.signal };
  const end = (): void => over.abort();
  const ignore = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener('click', ignore, options);
  addEventListener(
    'keydown',
    (event) => {
      if (event.repeat) ignore(event);
      else end();
    },
    options,
  );
  addEventListener('pointerdown', end, options);
  for (const left of ['pointerup', 'pointercancel', 'keyup'])
    addEventListener(left, () => setTimeout(end, AFTER_MS), options);
}

/** Whether the sender needs the link that this comes over; until it is said, it does. */
export interface OverlayNeed {
  readonly type: 'overlay.need';
  readonly needed: boolean;
}

/** The last word on a link that goes because nobody needs it: the sender is still there. */
export interface OverlayPart {
  readonly type: 'overlay.part';
}

/** The body of an envelope on topic `overlay`: two linked members agree on whether the link stays. */
export type OverlayMessage = OverlayNeed | OverlayPart;

/** Reads what came on topic `overlay`; undefined for anything that is no message. Never throws. */
export function parseOverlay(body: unknown): OverlayMessage | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { type, needed } = body as Readonly<Record<string, unknown>>;
  if (type === 'overlay.part') return { type };
  return type === 'overlay.need' && typeof needed === 'boolean' ? { type, needed } : undefined;
}

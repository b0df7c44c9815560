/** `ready.said`: whether I am ready. The link says who I am. */
export interface ReadySaid {
  readonly type: 'ready.said';
  readonly ready: boolean;
}

/** Reads what came on topic `ready`; undefined for anything that is no message. Never throws. */
export function parseReady(body: unknown): ReadySaid | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { type, ready } = body as Partial<Record<keyof ReadySaid, unknown>>;
  return type === 'ready.said' && typeof ready === 'boolean' ? { type, ready } : undefined;
}

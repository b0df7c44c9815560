const BYTES_IN = { kB: 1e3, MB: 1e6, GB: 1e9, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 } as const;

/** `off`, `500 MB`, `10 GiB` to bytes; null for "off", undefined for what is no size. */
export function parseSize(text: string): number | null | undefined {
  if (text.trim() === 'off') return null;
  const match = /^(\d{1,6}(?:\.\d{1,3})?)\s*(kB|MB|GB|KiB|MiB|GiB)$/.exec(text.trim());
  const unit = match?.[2] as keyof typeof BYTES_IN | undefined;
  return unit === undefined ? undefined : Math.round(Number(match?.[1]) * BYTES_IN[unit]);
}

import { err, ok } from '@fyteclub/identity/result';
import { describe, type Outcome } from '../problems.ts';

const BYTES_IN = { 'kB/s': 1_000, 'MB/s': 1_000_000, 'kbit/s': 125, 'Mbit/s': 125_000 } as const;
/** Slower than that, what several friends share seems to stand still. */
export const LEAST_RATE = 100_000;

/** `off`, `500 kB/s`, `2 MB/s`, `16 Mbit/s` to bytes per second; null for no limit. */
export function parseRate(text: string): Outcome<number | null> {
  if (text.trim() === 'off') return ok(null);
  const match = /^(\d{1,6}(?:\.\d{1,3})?)\s*([kM](?:B|bit)\/s)$/.exec(text.trim());
  const unit = match?.[2] as keyof typeof BYTES_IN | undefined;
  const rate = unit === undefined ? 0 : Math.round(Number(match?.[1]) * BYTES_IN[unit]);
  return rate >= LEAST_RATE ? ok(rate) : err(describe('bad-rate', { text }));
}

import { err, ok } from '@fyteclub/identity/result';
import { describe, type Outcome } from '../problems.ts';

const UNITS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const UNITS_OF_SIZE = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** `30m`, `1h`, `2d` to milliseconds. */
export function parseDuration(text: string): Outcome<number> {
  const match = /^(\d{1,6})\s*([smhd])$/.exec(text.trim());
  const unit = match?.[2] as keyof typeof UNITS | undefined;
  const value = unit === undefined ? 0 : Number(match?.[1]) * UNITS[unit];
  return value > 0 ? ok(value) : err(describe('bad-duration', { text }));
}

/** Metres, or null for `off`. */
export function parseMetres(text: string): Outcome<number | null> {
  if (text === 'off') return ok(null);
  const metres = /^\d{1,5}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
  return metres <= 10_000 ? ok(metres) : err(describe('bad-metres', { text }));
}

/** 1,234,567 to "1.2 MB" (powers of ten). */
export function showBytes(bytes: number): string {
  // Rounded first, so that 999,950 is "1.0 MB" and not "1000 kB".
  let [scaled, step] = [Math.max(0, bytes), 0];
  while (step < UNITS_OF_SIZE.length - 1 && scaled >= (step === 0 ? 1000 : 999.5))
    [scaled, step] = [scaled / 1000, step + 1];
  return `${step === 0 || scaled >= 99.95 ? scaled.toFixed(0) : scaled.toFixed(1)} ${UNITS_OF_SIZE[step] ?? ''}`;
}

export const showFiles = (count: number): string => (count === 1 ? '1 file' : `${count} files`);

/** 3,725 to "1 h 2 min". */
export function showDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [days, hours, minutes] = [
    Math.floor(whole / 86_400),
    Math.floor(whole / 3600) % 24,
    Math.floor(whole / 60) % 60,
  ];
  if (days > 0) return `${days} d ${hours} h`;
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min` : `${whole} s`;
}

const TIME: Intl.DateTimeFormatOptions = { timeStyle: 'short' };

/** A moment as people say it: the time if it is today, else the day too. @param now ms since 1970, as `at`. */
export function showMoment(at: number, now = Date.now()): string {
  const [then, today] = [new Date(at), new Date(now)];
  return then.toDateString() === today.toDateString()
    ? then.toLocaleTimeString(undefined, TIME)
    : then.toLocaleString(undefined, { ...TIME, dateStyle: 'medium' });
}

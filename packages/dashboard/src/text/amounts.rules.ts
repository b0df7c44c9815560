const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** 1,234,567 to "1.2 MB" (powers of ten). */
export function bytes(count: number): string {
  // Rounded first, so that 999,950 is "1.0 MB" and not "1000 kB".
  let [scaled, step] = [Math.max(0, count), 0];
  while (step < UNITS.length - 1 && scaled >= (step === 0 ? 1000 : 999.5))
    [scaled, step] = [scaled / 1000, step + 1];
  return `${step === 0 || scaled >= 99.95 ? scaled.toFixed(0) : scaled.toFixed(1)} ${UNITS[step] ?? ''}`;
}

export const rate = (bytesPerSecond: number): string => `${bytes(bytesPerSecond)}/s`;

/** 3,725 s to "1 h 2 min". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [days, hours, minutes] = [
    Math.floor(whole / DAY),
    Math.floor((whole % DAY) / HOUR),
    Math.floor((whole % HOUR) / MINUTE),
  ];
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`;
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  return minutes > 0 ? `${minutes} min` : `${whole} s`;
}

/** A countdown, to the second only in its last minutes: "59 min", "4:05", "0:09". */
export function countdown(milliseconds: number): string {
  const left = Math.max(0, Math.ceil(milliseconds / 1000));
  if (left >= 10 * MINUTE) return duration(Math.floor(left / MINUTE) * MINUTE);
  return `${Math.floor(left / MINUTE)}:${String(left % MINUTE).padStart(2, '0')}`;
}

/** Whole per cent, 100 only once everything is there. */
export const percent = (done: number, total: number): number =>
  total <= 0 ? 100 : Math.min(100, Math.max(0, Math.floor((100 * done) / total)));

/** How far somebody stands, as a band: nobody's steps are watched. */
export type Band = 'unseen' | 'near' | 'edge' | 'far';

const START_METRES = 50;
const STOP_METRES = 55;

/** @param metres what our own eyes tell; null for nothing. */
export function band(metres: number | null): Band {
  if (metres === null) return 'unseen';
  if (metres <= START_METRES) return 'near';
  return metres <= STOP_METRES ? 'edge' : 'far';
}

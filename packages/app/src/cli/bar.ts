const CELLS = 24;
const PARTS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/** `█████▌░░░  62 %`, always as wide. @param share from 0 to 1; what is beyond is taken for the nearer end. */
export function bar(share: number): string {
  const part = Math.min(1, Math.max(0, share));
  const eighths = Math.floor(part * CELLS * PARTS.length);
  const full = Math.floor(eighths / PARTS.length);
  const drawn = '█'.repeat(full) + (PARTS[eighths % PARTS.length] ?? '');
  return `${drawn.padEnd(CELLS, '░')} ${String(Math.floor(100 * part)).padStart(3)} %`;
}

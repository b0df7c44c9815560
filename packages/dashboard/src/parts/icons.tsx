/** Drawn, so that no font and no picture is needed; each stands beside a word that says the same. */
const icon =
  (path: string, viewBox = '0 0 16 16') =>
  () => (
    <svg class="icon" viewBox={viewBox} aria-hidden="true" focusable="false">
      <path d={path} />
    </svg>
  );

export const Crown = icon('M1.5 4.5 4.6 7 8 2.5 11.4 7l3.1-2.5-1.2 7.2H2.7zM2.7 12.8h10.6v1.2H2.7z');
export const Chevron = icon('M3.2 5.2 8 10l4.8-4.8 1.1 1.1L8 12.2 2.1 6.3z');
export const Up = icon('M8 2.5 13 8h-3.2v5.5H6.2V8H3z');
export const Down = icon('M8 13.5 3 8h3.2V2.5h3.6V8H13z');
export const Stop = icon('M4 3h3v10H4zM9 3h3v10H9z');
export const Pad = icon(
  'M4.6 4h6.8A3.6 3.6 0 0 1 15 7.6l.4 3.2c.2 1.8-1.8 2.7-3 1.4L10.6 10H5.4l-1.8 2.2c-1.2 1.3-3.2.4-3-1.4L1 7.6A3.6 3.6 0 0 1 4.6 4zM4.3 5.6v1.2H3.1V8h1.2v1.2h1.2V8h1.2V6.8H5.5V5.6zM11 5.6a1 1 0 1 0 0 2 1 1 0 0 0 0-2zm1.6 1.8a.9.9 0 1 0 0 1.8.9.9 0 0 0 0-1.8z',
);
export const Go = icon('M4.5 2.8 13 8l-8.5 5.2z');
export const More = icon(
  'M3.4 6.6A1.4 1.4 0 1 1 3.4 9.4 1.4 1.4 0 0 1 3.4 6.6zM8 6.6a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8zM12.6 6.6a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8z',
);
export const Plus = icon('M7.1 2.5h1.8v4.6h4.6v1.8H8.9v4.6H7.1V8.9H2.5V7.1h4.6z');

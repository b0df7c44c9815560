/** Drawn, so that no font and no picture is needed; each stands beside a word that says the same. */
const icon =
  (path: string, viewBox = '0 0 16 16') =>
  () => (
    <svg class="icon" viewBox={viewBox} aria-hidden="true" focusable="false">
      <path d={path} />
    </svg>
  );

export const Crown = icon('M1.5 4.5 4.6 7 8 2.5 11.4 7l3.1-2.5-1.2 7.2H2.7zM2.7 12.8h10.6v1.2H2.7z');
export const Up = icon('M8 2.5 13 8h-3.2v5.5H6.2V8H3z');
export const Down = icon('M8 13.5 3 8h3.2V2.5h3.6V8H13z');
export const Stop = icon('M4 3h3v10H4zM9 3h3v10H9z');
export const Go = icon('M4.5 2.8 13 8l-8.5 5.2z');
export const More = icon(
  'M3.4 6.6A1.4 1.4 0 1 1 3.4 9.4 1.4 1.4 0 0 1 3.4 6.6zM8 6.6a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8zM12.6 6.6a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8z',
);
export const Plus = icon('M7.1 2.5h1.8v4.6h4.6v1.8H8.9v4.6H7.1V8.9H2.5V7.1h4.6z');

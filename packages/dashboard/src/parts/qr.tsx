import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

interface Picture {
  readonly text: string;
  readonly label: string;
}

/** A QR code as one path. What draws it is only fetched when somebody wants to see one. */
export function Qr({ text, label }: Picture) {
  const drawn = useSignal<{ size: number; path: string } | undefined>(undefined);
  useEffect(() => {
    void import('uqr').then(({ encode }) => {
      const { size, data } = encode(text, { ecc: 'L', border: 2 });
      const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
      drawn.value = { size, path: path.join('') };
    });
  }, [text]);
  if (drawn.value === undefined) return null;
  const { size, path } = drawn.value;
  return (
    <svg
      class="qr"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shape-rendering="crispEdges"
    >
      <path d={path} />
    </svg>
  );
}

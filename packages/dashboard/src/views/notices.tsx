import { noticesOn, permission, wantNotices } from '../notices.ts';
import { words } from '../words.ts';

/** Whether to be told outside of the page what happens while nobody looks at it. */
export function Notices() {
  const { value } = permission;
  if (value === 'none') return null;
  return (
    <details>
      <summary>{words.notices.heading}</summary>
      <p class="hint">{words.notices.why}</p>
      {value === 'denied' ? (
        <p class="note">{words.notices.denied}</p>
      ) : (
        <button type="button" onClick={() => void wantNotices(!noticesOn.value)}>
          {noticesOn.value ? words.notices.off : words.notices.on}
        </button>
      )}
    </details>
  );
}

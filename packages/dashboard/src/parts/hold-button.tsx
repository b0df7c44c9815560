import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { words } from '../words.ts';
import { ignoreLettingGo } from './let-go.ts';
import { HOLD_MS, holdAfter, SECOND_PRESS_MS, type HoldEvent } from './hold.rules.ts';

interface Held {
  readonly label: string;
  readonly disabled?: boolean;
  readonly onDone: () => void;
}

/**
 * Does something that cannot be undone: only when held, by mouse, finger, space or return. What knows no holding, such as
 * a screen reader, presses twice.
 */
export function HoldButton({ label, disabled = false, onDone }: Held) {
  const hold = useSignal<ReturnType<typeof holdAfter>>('idle');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const hint = useId();
  useEffect(
    () => () => {
      clearTimeout(timer.current);
    },
    [],
  );

  function on(event: HoldEvent): void {
    const before = hold.value;
    hold.value = holdAfter(before, event);
    if (hold.value === before) return;
    clearTimeout(timer.current);
    if (hold.value === 'idle') return;
    const [next, after] =
      hold.value === 'holding' ? (['held', HOLD_MS] as const) : (['timeout', SECOND_PRESS_MS] as const);
    timer.current = setTimeout(() => {
      on(next);
    }, after);
    if (hold.value !== 'done') return;
    if (event === 'held') ignoreLettingGo();
    onDone();
  }
  const isKey = ({ key }: KeyboardEvent): boolean => key === ' ' || key === 'Enter';
  const said = {
    idle: '',
    holding: words.hold.holding,
    early: words.hold.early,
    armed: words.hold.again,
    done: '',
  };

  return (
    <span class="held">
      <button
        type="button"
        class={`hold ${hold.value}`}
        disabled={disabled}
        aria-describedby={hint}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          on('down');
        }}
        onPointerUp={() => on('up')}
        onPointerCancel={() => on('up')}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (!isKey(event)) return;
          event.preventDefault();
          if (!event.repeat) on('down');
        }}
        onKeyUp={(event) => {
          if (!isKey(event)) return;
          event.preventDefault();
          on('up');
        }}
        onBlur={() => on('up')}
        onClick={() => on('press')}
      >
        <span class="fill" />
        <span class="label">{label}</span>
      </button>
      <span id={hint} class="hint" role="status">
        {said[hold.value]}
      </span>
    </span>
  );
}

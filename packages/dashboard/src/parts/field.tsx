import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

interface Asked {
  readonly label: ComponentChildren;
  readonly value: string;
  readonly hint?: string;
  readonly example?: string;
  readonly type?: 'text' | 'password';
  readonly longest?: number;
  /** Several lines, in letters of one width: for codes. */
  readonly code?: boolean;
  readonly rows?: number;
  /** Puts the cursor here as soon as it is shown. */
  readonly first?: boolean;
  readonly required?: boolean;
  onInput(text: string): void;
  onPaste?(text: string): void;
  /** The cursor has gone elsewhere. */
  onLeave?(): void;
}

/** A code has no lines of its own, so return means what it means elsewhere. */
function submitOnEnter(event: KeyboardEvent): void {
  if (event.key !== 'Enter' || !(event.currentTarget instanceof HTMLTextAreaElement)) return;
  event.preventDefault();
  event.currentTarget.form?.requestSubmit();
}

/** One question with its label. */
export function Field({
  label,
  value,
  hint,
  example,
  type = 'text',
  longest = 200,
  rows = 3,
  ...asked
}: Asked) {
  const id = useId();
  const box = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  useEffect(() => {
    if (asked.first === true) box.current?.focus();
  }, [asked.first]);
  const shared = {
    id,
    ref: box,
    value,
    placeholder: example,
    maxLength: longest,
    required: asked.required,
    spellcheck: false,
    autocomplete: 'off',
    'aria-describedby': hint === undefined ? undefined : `${id}-hint`,
    onInput: (event: Event) => asked.onInput((event.currentTarget as HTMLInputElement).value),
    onBlur: () => asked.onLeave?.(),
    onPaste: (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData('text') ?? '';
      if (asked.onPaste === undefined || text.trim() === '') return;
      event.preventDefault();
      asked.onPaste(text.trim());
    },
  } as const;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {asked.code === true ? (
        <textarea class="code" rows={rows} onKeyDown={submitOnEnter} {...shared} />
      ) : type === 'password' ? (
        <input type="password" {...shared} />
      ) : (
        <input type="text" {...shared} />
      )}
      {hint !== undefined && (
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      )}
    </div>
  );
}

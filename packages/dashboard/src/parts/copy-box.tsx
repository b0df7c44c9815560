import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import { words } from '../words.ts';

interface Copied {
  readonly label: string;
  readonly text: string;
}

/** Something to send on: to be copied with one press, or marked and copied by hand. */
export function CopyBox({ label, text }: Copied) {
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const came = useSignal('');

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      came.value = words.copied;
    } catch {
      box.current?.select();
      came.value = words.copyFailed;
    }
  }

  return (
    <div class="copy-box">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        ref={box}
        class="code"
        rows={text.length > 60 ? 6 : 1}
        readOnly
        spellcheck={false}
        value={text}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div class="row">
        <button type="button" class="primary" onClick={() => void copy()}>
          {words.copy}
        </button>
        <span class="hint" role="status">
          {came}
        </span>
      </div>
    </div>
  );
}

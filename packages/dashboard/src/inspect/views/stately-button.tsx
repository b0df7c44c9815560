import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { alsoTell, soFar } from '../state.ts';
import { words } from '../words.ts';

type Asked = 'not' | 'asking' | 'blocked' | { readonly stop: () => void };

/** Leads to Stately's own inspector, and contacts it only after it has been said what that means. */
export function StatelyButton() {
  const asked = useSignal<Asked>('not');
  const heading = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const isAsking = asked.value === 'asking' || asked.value === 'blocked';
  useEffect(() => {
    if (isAsking) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isAsking]);

  async function contact(): Promise<void> {
    const { openStately } = await import('../stately.ts');
    const stately = openStately(soFar());
    if (stately === undefined) {
      asked.value = 'blocked';
      return;
    }
    const hush = alsoTell((message) => {
      stately.send(message);
    });
    asked.value = {
      stop: () => {
        hush();
        stately.stop();
        asked.value = 'not';
      },
    };
  }

  return (
    <div class="stately">
      {typeof asked.value === 'object' ? (
        <>
          <span class="standing" role="status">
            {words.stately.sending}
          </span>
          <button type="button" onClick={asked.value.stop}>
            {words.stately.stop}
          </button>
        </>
      ) : (
        <button type="button" onClick={() => (asked.value = 'asking')}>
          {words.stately.open}
        </button>
      )}
      <dialog ref={dialog} aria-labelledby={heading} onClose={() => isAsking && (asked.value = 'not')}>
        <h2 id={heading}>{words.stately.heading}</h2>
        {words.stately.why.map((line) => (
          <p key={line}>{line}</p>
        ))}
        {asked.value === 'blocked' && (
          <p class="bad" role="alert">
            {words.stately.blocked}
          </p>
        )}
        <div class="row">
          <button type="button" class="primary" onClick={() => void contact()}>
            {words.stately.yes}
          </button>
          <button type="button" onClick={() => (asked.value = 'not')}>
            {words.stately.no}
          </button>
        </div>
      </dialog>
    </div>
  );
}

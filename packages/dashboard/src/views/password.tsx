import { useSignal } from '@preact/signals';
import { call } from '../node/client.ts';
import { Failure } from '../parts/failure.tsx';
import { Field } from '../parts/field.tsx';
import { Form } from '../parts/form.tsx';
import { useAction } from '../parts/use-action.ts';
import { shell } from '../state.ts';
import { words } from '../words.ts';

/** What whoever joins must know besides a code. */
export function Password() {
  const password = useSignal('');
  const done = useSignal('');
  const set = useAction(
    (wanted: string | null) => call('password', { shell: shell.value?.id ?? '', password: wanted }),
    (answer) => {
      password.value = '';
      done.value = answer.password ? words.password.isSet : words.password.isGone;
    },
  );
  const run = (wanted: string | null): void => {
    done.value = '';
    set.run(wanted);
  };
  const now = shell.value?.password ?? null;
  const knownTo = now?.knownTo.map(({ name }) => name) ?? [];
  return (
    <>
      <p class="facts">{now === null ? words.password.none : words.password.set}</p>
      {knownTo.length > 0 && <p class="note">{words.password.knownTo(knownTo)}</p>}
      <details>
        <summary>{words.password.heading}</summary>
        <Form onSubmit={() => run(password.value)}>
          <Field
            required
            type="password"
            longest={128}
            label={words.password.new}
            hint={words.password.hint}
            value={password.value}
            onInput={(text) => (password.value = text)}
          />
          <Failure problem={set.problem} />
          <div class="row">
            <button aria-disabled={set.busy}>
              {now === null ? words.password.doSet : words.password.change}
            </button>
            {now !== null && (
              <button type="button" class="link" onClick={() => run(null)}>
                {words.password.remove}
              </button>
            )}
          </div>
          <p role="status" class="good">
            {done}
          </p>
        </Form>
      </details>
    </>
  );
}

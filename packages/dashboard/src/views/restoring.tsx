import { useSignal } from '@preact/signals';
import type { Verbs } from '../api-types.ts';
import { call } from '../node/client.ts';
import { Failure } from '../parts/failure.tsx';
import { Field } from '../parts/field.tsx';
import { Form } from '../parts/form.tsx';
import { useAction } from '../parts/use-action.ts';
import { now, shell } from '../state.ts';
import { duration } from '../text/amounts.rules.ts';
import { LONGEST_PATH } from '../text/plain.rules.ts';
import { pathIn } from '../text/typed.rules.ts';
import { words } from '../words.ts';
import { holding } from './backup.tsx';
import { enter } from './entering.tsx';

/** Whoever was at a question that is gone goes on at what was found. */
const focus = (element: HTMLElement | null): void => element?.focus();

/** The way back in: a backup is looked into first, and only then brought back. */
export function Restore({ onDone }: { readonly onDone: () => void }) {
  const [file, passphrase] = [useSignal(''), useSignal('')];
  const found = useSignal<Verbs['backup']['answer'] | undefined>(undefined);
  const input = () => ({ file: pathIn(file.value), passphrase: passphrase.value });
  const test = useAction(
    () => call('backup', { ...input(), check: true }),
    (answer) => (found.value = answer),
  );
  const restore = useAction(
    () => call('restore', input()),
    ({ shells: [first, ...others] }) => {
      passphrase.value = '';
      const names = [first, ...others].map((one) => one?.name ?? '');
      if (first !== undefined) void enter(first, onDone, words.restore.back(names));
    },
  );
  if (found.value === undefined)
    return (
      <Form onSubmit={() => test.run()}>
        <Field
          first
          required
          longest={LONGEST_PATH}
          label={words.restore.file}
          hint={words.restore.fileHint}
          example={words.backup.fileExample}
          value={file.value}
          onInput={(text) => (file.value = text)}
        />
        <Field
          required
          type="password"
          label={words.backup.passphrase}
          value={passphrase.value}
          onInput={(text) => (passphrase.value = text)}
        />
        <Failure problem={test.problem} />
        <button class="primary" aria-disabled={test.busy}>
          {test.busy ? words.backup.testing : words.restore.test}
        </button>
      </Form>
    );
  return (
    <Form onSubmit={() => restore.run()}>
      <p tabIndex={-1} ref={focus}>
        {holding(found.value)} {words.restore.age(duration((now.value - found.value.createdAt) / 1000))}
      </p>
      <p class="note">{words.restore.moved}</p>
      <Failure problem={restore.problem} />
      <div class="row">
        <button class="primary" aria-disabled={restore.busy}>
          {restore.busy ? words.restore.restoring : words.restore.restore}
        </button>
        <button type="button" onClick={() => (found.value = undefined)}>
          {words.restore.another}
        </button>
      </div>
    </Form>
  );
}

/** Until somebody has been met nothing can be signed, and whoever tries wants to know why. */
export const Restored = () =>
  shell.value?.unsynced === true ? (
    <p class="note restored" role="status">
      <strong>{words.restore.unsynced}</strong> {words.restore.unsyncedWhy}
    </p>
  ) : null;

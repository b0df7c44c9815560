import { useSignal } from '@preact/signals';
import type { Verbs } from '../api-types.ts';
import { call } from '../node/client.ts';
import { Failure } from '../parts/failure.tsx';
import { Field } from '../parts/field.tsx';
import { Form } from '../parts/form.tsx';
import { useAction } from '../parts/use-action.ts';
import { now, status } from '../state.ts';
import { duration } from '../text/amounts.rules.ts';
import { isShort } from '../text/backup.rules.ts';
import { LONGEST_PATH, plain } from '../text/plain.rules.ts';
import { pathIn } from '../text/typed.rules.ts';
import { words } from '../words.ts';

const FORM = 'back-up';

/** Brings whoever wants to back up to where that is done. */
export function openBackup(): void {
  const form = document.getElementById(FORM);
  if (!(form instanceof HTMLDetailsElement)) return;
  form.open = true;
  form.querySelector('input')?.focus();
}

/** Written, tested, and how old the last one is. */
export function Backup() {
  const last = status.value?.backup ?? null;
  return (
    <>
      <p class="facts last-backup">
        {last === null
          ? words.backup.never
          : words.backup.last(duration((now.value - last.createdAt) / 1000))}
        {last !== null && last.missing.length > 0 && (
          <>. {words.backup.missing(last.missing.map(({ name }) => name))}</>
        )}
      </p>
      <Write before={last?.file ?? ''} />
      {/* Another file is suggested as soon as another one was written. */}
      <Test key={last?.file} before={last?.file ?? ''} />
    </>
  );
}

interface Suggested {
  /** Where the last backup was written. */
  readonly before: string;
}

const differs = {
  ok: false,
  problem: { code: 'differs', message: words.backup.differs, next: words.backup.differsNext },
} as const;

function Write({ before }: Suggested) {
  const file = useSignal(before);
  const [passphrase, again, written] = [useSignal(''), useSignal(''), useSignal('')];
  const backup = useAction(
    async () =>
      passphrase.value === again.value
        ? call('backup', { file: pathIn(file.value), passphrase: passphrase.value })
        : differs,
    (answer) => {
      passphrase.value = again.value = '';
      written.value = words.backup.written(plain(answer.file, LONGEST_PATH));
    },
  );
  return (
    <details id={FORM}>
      <summary>{words.backup.heading}</summary>
      <p class="hint">{words.backup.why}</p>
      <Form
        onSubmit={() => {
          written.value = '';
          backup.run();
        }}
      >
        <Field
          required
          longest={LONGEST_PATH}
          label={words.backup.file}
          hint={words.backup.fileHint}
          example={words.backup.fileExample}
          value={file.value}
          onInput={(text) => (file.value = text)}
        />
        <Field
          required
          type="password"
          label={words.backup.passphrase}
          hint={words.backup.passphraseHint}
          value={passphrase.value}
          onInput={(text) => (passphrase.value = text)}
        />
        <p role="status" class={isShort(passphrase.value) ? 'note' : ''}>
          {isShort(passphrase.value) && words.backup.short}
        </p>
        <Field
          required
          type="password"
          label={words.backup.again}
          value={again.value}
          onInput={(text) => (again.value = text)}
        />
        <Failure problem={backup.problem} />
        <button aria-disabled={backup.busy}>{backup.busy ? words.backup.writing : words.backup.write}</button>
        <p role="status" class="good">
          {written}
        </p>
      </Form>
    </details>
  );
}

const moment = (at: number): string =>
  new Date(at).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });

/** What a backup holds, once it is open. */
export const holding = ({ createdAt, shells }: Verbs['backup']['answer']): string =>
  words.backup.holds(
    moment(createdAt),
    shells.map(({ name }) => name),
  );

function Test({ before }: Suggested) {
  const file = useSignal(before);
  const [passphrase, found] = [useSignal(''), useSignal('')];
  const test = useAction(
    () => call('backup', { file: pathIn(file.value), passphrase: passphrase.value, check: true }),
    (answer) => {
      passphrase.value = '';
      found.value = holding(answer);
    },
  );
  return (
    <details>
      <summary>{words.backup.testHeading}</summary>
      <p class="hint">{words.backup.testWhy}</p>
      <Form
        onSubmit={() => {
          found.value = '';
          test.run();
        }}
      >
        <Field
          required
          longest={LONGEST_PATH}
          label={words.backup.testFile}
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
        <button aria-disabled={test.busy}>{test.busy ? words.backup.testing : words.backup.test}</button>
        <p role="status" class="good">
          {found}
        </p>
      </Form>
    </details>
  );
}

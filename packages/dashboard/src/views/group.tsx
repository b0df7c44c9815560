import { useSignal } from '@preact/signals';
import { call } from '../node/client.ts';
import { Failure } from '../parts/failure.tsx';
import { Field } from '../parts/field.tsx';
import { HoldButton } from '../parts/hold-button.tsx';
import { Section } from '../parts/section.tsx';
import { useAction } from '../parts/use-action.ts';
import { say, shell } from '../state.ts';
import { plain } from '../text/plain.rules.ts';
import { words } from '../words.ts';
import { PastVotes } from './votes.tsx';

const LONGEST_PATH = 4_000;

/** What keeps a place in the group, and what gives it up. */
export function Group() {
  const { value } = shell;
  const leave = useAction(
    () => call('leave', { shell: value?.id ?? '' }),
    () => say(words.group.left(value?.name ?? '')),
  );
  return (
    <Section name="group" heading={words.group.heading}>
      <PastVotes />
      <Backup />
      <details class="danger">
        <summary>{words.group.leaveHeading}</summary>
        <p class="hint">{words.group.leaveWhy}</p>
        <HoldButton label={words.group.leave} disabled={leave.busy} onDone={() => leave.run()} />
        <Failure problem={leave.problem} />
      </details>
    </Section>
  );
}

function Backup() {
  const file = useSignal('');
  const passphrase = useSignal('');
  const written = useSignal('');
  const backup = useAction(
    () => call('backup', { file: file.value.trim(), passphrase: passphrase.value }),
    (answer) => {
      passphrase.value = '';
      written.value = words.group.backedUp(plain(answer.file, LONGEST_PATH));
    },
  );
  return (
    <details>
      <summary>{words.group.backup}</summary>
      <p class="hint">{words.group.backupWhy}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          written.value = '';
          backup.run();
        }}
      >
        <Field
          required
          longest={LONGEST_PATH}
          label={words.group.backupFile}
          value={file.value}
          onInput={(text) => (file.value = text)}
        />
        <Field
          required
          type="password"
          label={words.group.passphrase}
          value={passphrase.value}
          onInput={(text) => (passphrase.value = text)}
        />
        <Failure problem={backup.problem} />
        <button aria-disabled={backup.busy}>{words.group.doBackup}</button>
        <p role="status" class="good">
          {written}
        </p>
      </form>
    </details>
  );
}

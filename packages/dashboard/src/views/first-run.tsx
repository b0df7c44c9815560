import { useSignal } from '@preact/signals';
import type { ShellStatus } from '../api-types.ts';
import { call } from '../node/client.ts';
import { Failure } from '../parts/failure.tsx';
import { Field } from '../parts/field.tsx';
import { Form } from '../parts/form.tsx';
import { useAction } from '../parts/use-action.ts';
import { shells, status } from '../state.ts';
import { words } from '../words.ts';
import { JoinGroup, StartGroup } from './entering.tsx';
import { Restore } from './restoring.tsx';

interface Begun {
  readonly onDone: () => void;
  readonly onCancel: (() => void) | undefined;
}

/** Whoever was at a question that is gone goes on at the next one. */
const focus = (element: HTMLElement | null): void => element?.focus();

type Question = 'name' | 'which' | 'start' | 'join' | 'restore';

/** The way into a syncshell, in three questions. */
export function FirstRun({ onDone, onCancel }: Begun) {
  const question = useSignal<Question>('name');
  const name = useSignal(shells.value[0]?.me.name ?? '');
  const unfinished = status.value?.shells.find(({ state }) => state === 'joining');
  const at = { name: 1, which: 2, start: 3, join: 3, restore: 3 }[question.value];
  const back = question.value === 'name' ? onCancel : () => (question.value = at === 3 ? 'which' : 'name');

  return (
    <main class="first">
      <span class="pearl" aria-hidden="true" />
      <h1>{shells.value.length === 0 ? words.first.welcome : words.first.another}</h1>
      {question.value === 'name' && <p class="lead">{words.first.welcomeWhy}</p>}
      {question.value === 'name' && unfinished !== undefined && <Unfinished shell={unfinished} />}
      <p class="step">{words.first.step(at)}</p>
      {question.value === 'name' && (
        <Form
          onSubmit={() => {
            if (name.value.trim() !== '') question.value = 'which';
          }}
        >
          <Field
            first
            required
            longest={32}
            label={words.first.name}
            hint={words.first.nameHint}
            value={name.value}
            onInput={(text) => (name.value = text)}
          />
          <button class="primary">{words.first.next}</button>
        </Form>
      )}
      {question.value === 'which' && (
        <div class="choices" role="group" aria-label={words.first.which}>
          <h2 tabIndex={-1} ref={focus}>
            {words.first.which}
          </h2>
          <button type="button" class="choice" onClick={() => (question.value = 'start')}>
            <strong>{words.first.start}</strong>
            <span>{words.first.startWhy}</span>
          </button>
          <button type="button" class="choice" onClick={() => (question.value = 'join')}>
            <strong>{words.first.join}</strong>
            <span>{words.first.joinWhy}</span>
          </button>
          {shells.value.length === 0 && (
            <button type="button" class="choice" onClick={() => (question.value = 'restore')}>
              <strong>{words.first.restore}</strong>
              <span>{words.first.restoreWhy}</span>
            </button>
          )}
        </div>
      )}
      {question.value === 'start' && <StartGroup as={name.value.trim()} onDone={onDone} />}
      {question.value === 'join' && <JoinGroup as={name.value.trim()} onDone={onDone} />}
      {question.value === 'restore' && <Restore onDone={onDone} />}
      {back !== undefined && (
        <button type="button" class="quiet" onClick={back}>
          {question.value === 'name' ? words.cancel : words.back}
        </button>
      )}
    </main>
  );
}

/** A join that was interrupted: it can be tried again, and stands in the way of a backup. */
function Unfinished({ shell: { id } }: { readonly shell: ShellStatus }) {
  const forget = useAction(() => call('leave', { shell: id }));
  return (
    <div class="note">
      <p>{words.first.unfinished}</p>
      <button type="button" class="link" onClick={() => forget.run()}>
        {words.first.forget}
      </button>
      <Failure problem={forget.problem} />
    </div>
  );
}

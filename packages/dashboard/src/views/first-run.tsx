import { useSignal } from '@preact/signals';
import { call } from '../node/client.ts';
import { Failure } from '../parts/failure.tsx';
import { Field } from '../parts/field.tsx';
import { Form } from '../parts/form.tsx';
import { useAction } from '../parts/use-action.ts';
import { joinUnderWay, keepJoin, unfinished } from '../kept-join.ts';
import { shells } from '../state.ts';
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
  const question = useSignal<Question>(joinUnderWay.value === undefined ? 'name' : 'join');
  const name = useSignal(joinUnderWay.value?.as ?? shells.value[0]?.me.name ?? '');
  const at = { name: 1, which: 2, start: 3, join: 3, restore: 3 }[question.value];
  const goBack = (): void => {
    keepJoin(undefined);
    question.value = at === 3 ? 'which' : 'name';
  };
  const back = question.value === 'name' ? onCancel : goBack;

  return (
    <main class="first">
      <span class="pearl" aria-hidden="true" />
      <h1>{shells.value.length === 0 ? words.first.welcome : words.first.another}</h1>
      {question.value === 'name' && <p class="lead">{words.first.welcomeWhy}</p>}
      {question.value === 'name' && <Unfinished why={words.first.unfinished} />}
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
      {question.value === 'restore' &&
        (unfinished.value === undefined ? (
          <Restore onDone={onDone} />
        ) : (
          <Unfinished why={words.restore.unfinished} isFirst />
        ))}
      {back !== undefined && (
        <button type="button" class="quiet" onClick={back}>
          {question.value === 'name' ? words.cancel : words.back}
        </button>
      )}
    </main>
  );
}

/** A join that was interrupted, if there is one. */
function Unfinished({ why, isFirst = false }: { readonly why: string; readonly isFirst?: boolean }) {
  const forget = useAction(
    () => call('leave', { shell: unfinished.value?.id ?? '' }),
    () => keepJoin(undefined),
  );
  if (unfinished.value === undefined) return null;
  return (
    <div class="note">
      <p {...(isFirst ? { tabIndex: -1, ref: focus } : {})}>{why}</p>
      <button type="button" class="link" onClick={() => forget.run()}>
        {words.first.forget}
      </button>
      <Failure problem={forget.problem} />
    </div>
  );
}

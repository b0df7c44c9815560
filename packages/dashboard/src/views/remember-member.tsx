import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Member, Verbs } from '../api-types.ts';
import { call } from '../node/client.ts';
import { noticesOn, pick, picked } from '../notices.ts';
import { Failure } from '../parts/failure.tsx';
import { Field } from '../parts/field.tsx';
import { Form } from '../parts/form.tsx';
import { useAction } from '../parts/use-action.ts';
import { keepRemembered, link, say, shell } from '../state.ts';
import { words } from '../words.ts';

const LONGEST_NOTE = 200;

/** What is kept of a friend on this machine alone. */
export function RememberMember({ member: { id, note, muted } }: { readonly member: Member }) {
  // Undefined while what is shown is what is kept.
  const draft = useSignal<string | undefined>(undefined);
  const remember = (what: Pick<Verbs['remember']['input'], 'note' | 'muted'>) =>
    call('remember', { shell: shell.value?.id ?? '', member: id, ...what });
  const keep = useAction(
    (text: string) => remember({ note: text }),
    ({ member }) => {
      keepRemembered(member);
      say(words.members.noted);
      if (draft.value?.trim() === member.note) draft.value = undefined;
    },
  );
  // Of its own: the press that mutes also leaves the note, which is kept at the same moment.
  const mute = useAction(
    (on: boolean) => remember({ muted: on }),
    ({ member }) => keepRemembered(member),
  );
  const save = (): void => {
    if (draft.value?.trim() === note) draft.value = undefined;
    if (draft.value !== undefined) keep.run(draft.value);
  };
  const canKeep = link.value.kind === 'open';
  // What was typed while nobody answered is kept as soon as somebody does.
  useEffect(() => {
    if (canKeep) save();
  }, [canKeep]);
  return (
    <>
      <Form onSubmit={save}>
        <Field
          label={words.members.note}
          hint={words.members.noteWhy}
          longest={LONGEST_NOTE}
          value={draft.value ?? note}
          onInput={(text) => (draft.value = text)}
          onLeave={save}
        />
        {draft.value !== undefined && (!canKeep || keep.problem !== undefined) && (
          <p class="note" role="status">
            {canKeep ? words.members.notNoted : words.members.notNotedYet}
          </p>
        )}
      </Form>
      <fieldset class="segments">
        <legend>{words.members.telling}</legend>
        <button type="button" aria-pressed={muted} onClick={() => mute.run(!muted)}>
          {words.members.mute}
        </button>
        {noticesOn.value && !muted && (
          <button
            type="button"
            aria-pressed={picked.value.has(id)}
            onClick={() => pick(id, !picked.value.has(id))}
          >
            {words.members.tellOnline}
          </button>
        )}
      </fieldset>
      <Failure problem={keep.problem ?? mute.problem} />
    </>
  );
}

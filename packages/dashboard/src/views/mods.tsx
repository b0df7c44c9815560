import { signal } from '@preact/signals';
import type { Mod } from '../api-types.ts';
import { call } from '../node/client.ts';
import { Failure } from '../parts/failure.tsx';
import { Field } from '../parts/field.tsx';
import { Form } from '../parts/form.tsx';
import { Section } from '../parts/section.tsx';
import { useAction } from '../parts/use-action.ts';
import { here, say, shell } from '../state.ts';
import { bytes } from '../text/amounts.rules.ts';
import { LONGEST_PATH, plain } from '../text/plain.rules.ts';
import { reasonOf } from '../text/transfer-line.rules.ts';
import { pathIn } from '../text/typed.rules.ts';
import { words } from '../words.ts';

const inShell = (): { shell: string } => ({ shell: shell.value?.id ?? '' });

/** What I give and what I got. */
export function Mods() {
  const mods = here.value?.mods ?? [];
  const shared = mods.filter(({ direction }) => direction === 'shared');
  // What is still to come is a transfer, until it is in place.
  const received = mods.filter(({ direction, path }) => direction === 'received' && path !== null);
  return (
    <Section name="mods" heading={words.mods.heading}>
      <h3>{words.mods.shared}</h3>
      {shared.length === 0 && <p class="empty">{words.mods.nothingShared}</p>}
      {shared.length !== 0 && (
        <ul class="rows small">
          {shared.map((mod) => (
            <Shared key={mod.name} mod={mod} />
          ))}
        </ul>
      )}
      <ShareForm />
      <h3>{words.mods.received}</h3>
      {received.length === 0 && <p class="empty">{words.mods.nothingReceived}</p>}
      {received.length !== 0 && (
        <ul class="rows small">
          {received.map((mod) => (
            <Received key={`${mod.owner.id} ${mod.hash}`} mod={mod} />
          ))}
        </ul>
      )}
    </Section>
  );
}

const size = ({ files, bytes: count }: Mod): string => words.mods.size(words.mods.files(files), bytes(count));

function Shared({ mod }: { readonly mod: Mod }) {
  const unshare = useAction(() => call('unshare', { ...inShell(), name: mod.name }));
  return (
    <li>
      <div class="line">
        <div class="about">
          <p class="name">
            <bdi>{plain(mod.name)}</bdi>
          </p>
          <p class="facts">{[size(mod), ...reasonOf(mod.reason)].join(' · ')}</p>
        </div>
        <button
          type="button"
          class="link"
          aria-label={words.mods.unshareLabel(mod.name)}
          onClick={() => unshare.run()}
        >
          {words.mods.unshare}
        </button>
      </div>
      <Failure problem={unshare.problem} />
    </li>
  );
}

const Received = ({ mod }: { readonly mod: Mod }) => (
  <li>
    <p class="name">
      <bdi>{plain(mod.name)}</bdi> <span class="from">{words.mods.from(mod.owner.name)}</span>
    </p>
    <p class="facts">{size(mod)}</p>
    {mod.path !== null && <code class="path">{plain(mod.path, LONGEST_PATH)}</code>}
  </li>
);

/** What is about to be shared. A path is about this machine: it stays while one looks at another syncshell. */
const [path, name, isSharing] = [signal(''), signal(''), signal(false)];

function ShareForm() {
  const share = useAction(
    async () => {
      const asked = path.value;
      const outcome = await call('share', {
        ...inShell(),
        path: pathIn(asked),
        ...(name.value.trim() === '' ? {} : { name: name.value.trim() }),
      });
      if (outcome.ok && path.value === asked) path.value = name.value = '';
      return outcome;
    },
    ({ mod }) => say(words.mods.nowShared(mod.name)),
  );
  return (
    <details open={isSharing.value} onToggle={(event) => (isSharing.value = event.currentTarget.open)}>
      <summary>{words.mods.share}</summary>
      <Form
        onSubmit={() => {
          share.run();
        }}
      >
        <Field
          required
          longest={LONGEST_PATH}
          label={words.mods.path}
          example={words.mods.pathExample}
          value={path.value}
          onInput={(text) => (path.value = text)}
        />
        <Field label={words.mods.name} value={name.value} onInput={(text) => (name.value = text)} />
        <Failure problem={share.problem} />
        <button class="primary" aria-disabled={share.busy}>
          {share.busy ? words.mods.scanning : words.mods.doShare}
        </button>
      </Form>
    </details>
  );
}

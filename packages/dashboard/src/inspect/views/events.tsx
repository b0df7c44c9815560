import { useSignal } from '@preact/signals';
import { Section } from '../../parts/section.tsx';
import { sought } from '../actors.rules.ts';
import { actor, clearLines, holdStill, isHeld, watched } from '../state.ts';
import { words } from '../words.ts';

/** More is scrolled through by nobody, and searched just as well. */
const SHOWN = 200;

/** What has happened of late, the newest first. */
export function Events() {
  const search = useSignal('');
  const onlyThis = useSignal(false);
  const { lines: all } = watched.value;
  const lines = sought(all, search.value, onlyThis.value ? actor.value?.id : undefined).slice(0, SHOWN);
  return (
    <Section
      name="events"
      heading={words.events}
      aside={
        <span class="row">
          <button
            type="button"
            class="link"
            onClick={() => {
              holdStill(!isHeld.value);
            }}
          >
            {isHeld.value ? words.goOn : words.hold}
          </button>
          <button type="button" class="link" disabled={isHeld.value} onClick={clearLines}>
            {words.clear}
          </button>
        </span>
      }
    >
      <div class="filter">
        <input
          type="search"
          aria-label={words.search}
          placeholder={words.search}
          value={search.value}
          onInput={(event) => (search.value = event.currentTarget.value)}
        />
        <label class="check">
          <input
            type="checkbox"
            checked={onlyThis.value}
            onChange={(event) => (onlyThis.value = event.currentTarget.checked)}
          />
          {words.onlyThis}
        </label>
      </div>
      {isHeld.value && (
        <p class="hint" role="status">
          {words.held}
        </p>
      )}
      {lines.length === 0 ? (
        <p class="empty">{all.length === 0 ? words.noEvents : words.nothingFits}</p>
      ) : (
        <ol class="told" tabIndex={0} aria-label={words.events}>
          {lines.map(({ number, at, name, kind, text }) => (
            <li key={number} class={kind}>
              <time dateTime={new Date(at).toISOString()}>{new Date(at).toLocaleTimeString()}</time>
              <span class="called">{name}</span>
              <span>
                <span aria-hidden="true">{kind === 'sent' ? '← ' : '● '}</span>
                {text}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}

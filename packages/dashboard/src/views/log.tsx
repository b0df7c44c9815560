import { useSignal } from '@preact/signals';
import { Section } from '../parts/section.tsx';
import { log, shells } from '../state.ts';
import type { EventKind } from '../text/event-line.rules.ts';
import { words } from '../words.ts';

const KINDS = ['all', 'people', 'mods', 'votes', 'host'] as const;

/** A few lines are read faster than filtered. */
const FILTERED_FROM = 4;

const isKind = (text: string): text is EventKind | 'all' => (KINDS as readonly string[]).includes(text);

/** What has happened since this page was opened, the newest first. */
export function Log() {
  const kind = useSignal<EventKind | 'all'>('all');
  const search = useSignal('');
  const wanted = search.value.trim().toLocaleLowerCase();
  const lines = log.value.filter(
    (line) =>
      (kind.value === 'all' || line.kind === kind.value) &&
      line.sentence.toLocaleLowerCase().includes(wanted),
  );
  return (
    <Section name="log" heading={words.log.heading}>
      {log.value.length >= FILTERED_FROM && (
        <div class="filter">
          <select
            aria-label={words.log.kind}
            value={kind.value}
            onChange={({ currentTarget: { value } }) => {
              if (isKind(value)) kind.value = value;
            }}
          >
            {KINDS.map((one) => (
              <option key={one} value={one}>
                {words.log.kinds[one]}
              </option>
            ))}
          </select>
          <input
            type="search"
            aria-label={words.log.search}
            placeholder={words.log.search}
            value={search.value}
            onInput={(event) => (search.value = event.currentTarget.value)}
          />
        </div>
      )}
      {lines.length === 0 ? (
        <p class="empty">{log.value.length === 0 ? words.log.none : words.log.nothingFits}</p>
      ) : (
        <ol class="lines" tabIndex={0} aria-label={words.log.heading}>
          {lines.map((line) => (
            <li key={line.id}>
              <time dateTime={new Date(line.at).toISOString()}>
                {new Date(line.at).toLocaleTimeString([], { timeStyle: 'short' })}
              </time>
              <span>
                {shells.value.length > 1 && line.shell !== undefined
                  ? words.log.where(line.sentence, line.shell)
                  : line.sentence}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}

import { useSignal } from '@preact/signals';
import { CopyBox } from '../parts/copy-box.tsx';
import { Section } from '../parts/section.tsx';
import { log, muted, now, shells, status, type Logged } from '../state.ts';
import type { EventKind } from '../text/event-line.rules.ts';
import { choices } from '../text/plain.rules.ts';
import { words } from '../words.ts';

const KINDS = ['all', 'people', 'mods', 'votes', 'host'] as const;

/** A few lines are read faster than filtered. */
const FILTERED_FROM = 4;

const isKind = (text: string): text is EventKind | 'all' => (KINDS as readonly string[]).includes(text);

/** By its time alone while it is of today. */
function moment(at: number): string {
  const [then, today] = [new Date(at), new Date(now.value)];
  return then.toDateString() === today.toDateString()
    ? then.toLocaleTimeString([], { timeStyle: 'short' })
    : then.toLocaleString([], { dateStyle: 'short', timeStyle: 'short' });
}

/** Friends of whom the log tells, by name. */
function friendsIn(lines: readonly Logged[]): ReturnType<typeof choices> {
  const known = new Map(lines.flatMap(({ who }) => (who === undefined ? [] : [[who.id, who]])));
  return [...choices([...known.values()])].sort((one, other) => one.label.localeCompare(other.label));
}

/** As it stands in the list: with the syncshell behind it where there are several. */
const shown = ({ sentence, shell }: Logged): string =>
  shells.value.length > 1 && shell !== undefined ? words.log.where(sentence, shell) : sentence;

/** As it is searched: nobody types the marks that keep a name's direction to itself. */
const searched = (line: Logged): string =>
  shown(line)
    .replace(/[\u2066-\u2069]/g, '')
    .toLocaleLowerCase();

/** What has happened since the node was started, as far as it still knows, the newest first. */
export function Log() {
  const kind = useSignal<EventKind | 'all'>('all');
  const friend = useSignal('');
  const search = useSignal('');
  const wanted = search.value.trim().toLocaleLowerCase();
  const told = log.value.filter(({ who }) => who === undefined || !muted.value.has(who.id));
  const lines = told.filter(
    (line) =>
      (kind.value === 'all' || line.kind === kind.value) &&
      (friend.value === '' || line.who?.id === friend.value) &&
      searched(line).includes(wanted),
  );
  return (
    <Section name="log" heading={words.log.heading}>
      {told.length >= FILTERED_FROM && (
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
          <select
            aria-label={words.log.friend}
            value={friend.value}
            onChange={({ currentTarget: { value } }) => (friend.value = value)}
          >
            <option value="">{words.log.anybody}</option>
            {friendsIn(told).map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
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
        <p class="empty">{told.length === 0 ? words.log.none : words.log.nothingFits}</p>
      ) : (
        <ol class="lines" tabIndex={0} aria-label={words.log.heading}>
          {lines.map((line) => (
            <li key={line.id}>
              <time dateTime={new Date(line.at).toISOString()}>{moment(line.at)}</time>
              <span>{shown(line)}</span>
            </li>
          ))}
        </ol>
      )}
      {status.value !== undefined && (
        <details>
          <summary>{words.log.files}</summary>
          <CopyBox label={words.log.folder} text={status.value.node.log} />
        </details>
      )}
    </Section>
  );
}

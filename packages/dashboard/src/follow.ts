import { effect } from '@preact/signals';
import type { KeptEvents, NodeEvent, ShellNamed } from './api-types.ts';
import { read, stream } from './node/client.ts';
import { keepListening } from './node/keep-listening.ts';
import type { Told } from './node/lines.rules.ts';
import { linkAfter } from './node/link.rules.ts';
import { noticesOn, reader, showNotice } from './notices.ts';
import {
  here,
  link,
  log,
  muted,
  now,
  refresh,
  refreshSoon,
  say,
  shell,
  transfers,
  type Logged,
} from './state.ts';
import { eventLine, shellOf } from './text/event-line.rules.ts';
import { failuresIn, noticeOf } from './text/notices.rules.ts';
import { words } from './words.ts';

/** A friend's new mod or a changed name is told by no event. */
const LOOK_MS = 4_000;
const KEPT_LINES = 500;
const EVENTS = '/v1/events';

let lastEvent: string | undefined;
let numbered = 0;

/** What becomes of an event in the log. */
const lineOf = (event: NodeEvent, at: number): Logged => ({
  ...eventLine(event),
  id: ++numbered,
  at,
  shell: shellOf(event)?.name,
});

function note(...lines: readonly Logged[]): void {
  log.value = [...lines, ...log.value].slice(0, KEPT_LINES);
}

/** What happened before this page was opened is to be read, and not said. @returns where the page then stands. */
async function readBack(): Promise<string | undefined> {
  const kept = await read<KeptEvents>(`${EVENTS}/kept`);
  if (kept === undefined) return undefined;
  note(...kept.events.map(({ event, at }) => lineOf(event, at)).reverse());
  return (lastEvent = kept.last);
}

function hear({ name, id, data }: Told): void {
  if (id !== undefined) lastEvent = id;
  if (name === 'listening') return;
  refreshSoon();
  if (name === 'missed') {
    note({
      id: ++numbered,
      at: Date.now(),
      kind: 'host',
      sentence: words.log.missed,
      shell: undefined,
      who: undefined,
    });
    return;
  }
  const event = JSON.parse(data) as NodeEvent;
  const line = lineOf(event, Date.now());
  if (muted.value.has(line.who?.id ?? '')) return;
  note(line);
  const notice = noticeOf(event, reader.value);
  if (notice !== undefined) showNotice(notice);
  const about = shellOf(event);
  if (about === undefined || about.id === shell.value?.id) say(line.sentence);
}

/** Follows the node for as long as the page is open, whether it is there or not. */
export function follow(): Promise<void> {
  followTransfers();
  setInterval(() => (now.value = Date.now()), 1_000);
  setInterval(() => {
    if (link.value.kind === 'open' && !document.hidden) refreshSoon();
  }, LOOK_MS);
  return keepListening(EVENTS, link, {
    after: () => lastEvent ?? readBack(),
    listening: () => {
      void refresh().then(() => {
        if (link.value.kind === 'gone') say(words.link.back);
        link.value = linkAfter(link.value, 'listening');
      });
    },
    told: hear,
  });
}

/** Watches what moves in the syncshell that is shown, while somebody can see it or wants to be told what fails. */
function followTransfers(): void {
  let watching: AbortController | undefined;
  let watched: string | undefined;
  const update = (): void => {
    const current = shell.value;
    const isLooking = link.value.kind === 'open' && (!document.hidden || noticesOn.value);
    const wanted = isLooking && current?.state !== 'removed' ? current : undefined;
    if (wanted?.id === watched) return;
    watching?.abort();
    watched = wanted?.id;
    transfers.value = [];
    if (wanted === undefined) return;
    watching = new AbortController();
    void watch(wanted, watching.signal).then(() => {
      if (watched === wanted.id) watched = undefined;
    });
  };
  document.addEventListener('visibilitychange', update);
  effect(() => {
    // When a watch has ended by itself the next look at the node starts another.
    if (here.value !== undefined || link.value.kind !== 'open') update();
  });
}

async function watch(shown: ShellNamed, signal: AbortSignal): Promise<void> {
  let before = '';
  for await (const answer of stream('transfers', { shell: shown.id, follow: true }, signal)) {
    if (signal.aborted || !answer.ok) return;
    for (const notice of failuresIn(shown, transfers.value, answer.value.transfers, reader.value))
      showNotice(notice);
    transfers.value = answer.value.transfers;
    const states = JSON.stringify(transfers.value.map(({ mod, member, state }) => [mod, member.id, state]));
    if (before !== '' && states !== before) refreshSoon();
    before = states;
  }
}

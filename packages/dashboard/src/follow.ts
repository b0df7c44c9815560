import { effect } from '@preact/signals';
import type { NodeEvent, ShellNamed } from './api-types.ts';
import { stream } from './node/client.ts';
import { keepListening } from './node/keep-listening.ts';
import type { Told } from './node/lines.rules.ts';
import { linkAfter } from './node/link.rules.ts';
import { noticesOn, reader, showNotice } from './notices.ts';
import { here, link, log, muted, now, refresh, refreshSoon, say, shell, transfers } from './state.ts';
import { eventLine, memberOf, shellOf } from './text/event-line.rules.ts';
import { failuresIn, noticeOf } from './text/notices.rules.ts';
import { words } from './words.ts';

/** A friend's new mod or a changed name is told by no event. */
const LOOK_MS = 4_000;
const KEPT_LINES = 500;
const EVENTS = '/v1/events';

let lastEvent: string | undefined;
let numbered = 0;

function note(kind: 'people' | 'mods' | 'votes' | 'host', sentence: string, where?: string): void {
  const line = { id: ++numbered, at: Date.now(), kind, sentence, shell: where };
  log.value = [line, ...log.value].slice(0, KEPT_LINES);
}

function hear({ name, id, data }: Told): void {
  if (id !== undefined) lastEvent = id;
  if (name === 'listening') return;
  refreshSoon();
  if (name === 'missed') {
    note('host', words.log.missed);
    return;
  }
  const event = JSON.parse(data) as NodeEvent;
  if (muted.value.has(memberOf(event) ?? '')) return;
  const notice = noticeOf(event, reader.value);
  if (notice !== undefined) showNotice(notice);
  const { kind, sentence } = eventLine(event);
  const about = shellOf(event);
  note(kind, sentence, about?.name);
  if (about === undefined || about.id === shell.value?.id) say(sentence);
}

/** Follows the node for as long as the page is open, whether it is there or not. */
export function follow(): Promise<void> {
  followTransfers();
  setInterval(() => (now.value = Date.now()), 1_000);
  setInterval(() => {
    if (link.value.kind === 'open' && !document.hidden) refreshSoon();
  }, LOOK_MS);
  return keepListening(EVENTS, link, {
    after: () => lastEvent,
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

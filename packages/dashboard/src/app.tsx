import { effect, signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { joinUnderWay } from './kept-join.ts';
import { link, said, shell, shells, status } from './state.ts';
import { BackupNag } from './views/backup-nag.tsx';
import { Away, LinkBanner } from './views/away.tsx';
import { FirstRun } from './views/first-run.tsx';
import { Group } from './views/group.tsx';
import { Invites } from './views/invites.tsx';
import { Log } from './views/log.tsx';
import { Machine } from './views/machine.tsx';
import { Members } from './views/members.tsx';
import { Mods } from './views/mods.tsx';
import { Removed } from './views/removed.tsx';
import { Restored } from './views/restoring.tsx';
import { Strip } from './views/strip.tsx';
import { Transfers } from './views/transfers.tsx';
import { Votes } from './views/votes.tsx';

/**
 * In the order in which they are read and tabbed through, what asks for something first. Where there is no room the
 * columns stand below each other: no part ever moves into another one, which would forget what is typed into it.
 */
const COLUMNS: readonly (readonly ComponentType[])[] = [
  [Votes, Members, Transfers, Invites],
  [Mods, Log, Machine, Group],
];

const ADD = 'add';
/** While somebody who is in a syncshell is about to be in another: the button that was pressed for it. */
const adding = signal('');
effect(() => {
  if (joinUnderWay.value !== undefined && adding.peek() === '') adding.value = ADD;
});
const add = ({ currentTarget: { id } }: { readonly currentTarget: HTMLElement }): void => {
  adding.value = id;
};
function cancel(): void {
  const from = adding.value;
  adding.value = '';
  requestAnimationFrame(() => document.getElementById(from)?.focus());
}

export const App = () => (
  <>
    <Screen />
    <p class="unseen" role="status" aria-live="polite">
      {said}
    </p>
  </>
);

function Screen() {
  if (link.value.kind === 'signed-out' || (status.value === undefined && link.value.kind !== 'open'))
    return <Away link={link.value} />;
  if (status.value === undefined) return null;
  if (shells.value.length === 0 || adding.value !== '')
    return (
      <>
        <LinkBanner />
        <FirstRun
          onDone={() => (adding.value = '')}
          onCancel={shells.value.length === 0 ? undefined : cancel}
        />
      </>
    );
  return (
    <>
      <LinkBanner />
      {/* Of a node that is gone nothing can be asked, but what was known can still be read. */}
      <fieldset class="known" role="presentation" disabled={link.value.kind !== 'open'}>
        <Strip add={{ id: ADD, onClick: add }} />
        {shell.value?.state === 'removed' ? (
          <Removed add={{ id: `${ADD}-another`, onClick: add }} />
        ) : (
          <Inside />
        )}
      </fieldset>
    </>
  );
}

const Inside = () => (
  <main class="screen" key={shell.value?.id}>
    <Restored />
    <BackupNag />
    {COLUMNS.map((parts, at) => (
      <div class="column" key={at}>
        {parts.map((Part) => (
          <Part key={Part.name} />
        ))}
      </div>
    ))}
  </main>
);

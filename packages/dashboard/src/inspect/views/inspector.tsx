import { Away } from '../../views/away.tsx';
import { words as common } from '../../words.ts';
import { CopyBox } from '../../parts/copy-box.tsx';
import { actors, link } from '../state.ts';
import { words } from '../words.ts';
import { Actors } from './actors.tsx';
import { Chart } from './chart.tsx';
import { Context } from './context.tsx';
import { Events } from './events.tsx';
import { StatelyButton } from './stately-button.tsx';

/** The inspector's page: who is there, what the chosen one looks like and holds, and what happens. */
export function Inspector() {
  const { kind } = link.value;
  if (kind === 'untold') return <Untold />;
  if (kind === 'signed-out' || (kind !== 'open' && actors.value.length === 0))
    return <Away link={link.value} command={words.command} />;
  return (
    <>
      {kind !== 'open' && (
        <div class="banner" role="alert">
          <strong>{common.link.gone}</strong> <span>{common.link.goneWhy}</span>{' '}
          <span>{common.link.stale}</span>
        </div>
      )}
      <header class="strip">
        <div class="who">
          <span class="pearl small" aria-hidden="true" />
          <h1>{words.title}</h1>
        </div>
        <p class="hint">{words.what}</p>
        <StatelyButton />
      </header>
      <main class="machines">
        <Actors />
        <Chart />
        <Context />
        <Events />
      </main>
    </>
  );
}

const Untold = () => (
  <main class="away">
    <span class="pearl dim" aria-hidden="true" />
    <h1>{words.untold}</h1>
    <CopyBox label={words.untoldWhy} text={words.untoldCommand} />
  </main>
);

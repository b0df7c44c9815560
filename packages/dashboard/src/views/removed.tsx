import { call } from '../node/client.ts';
import { Failure } from '../parts/failure.tsx';
import { useAction } from '../parts/use-action.ts';
import { shell } from '../state.ts';
import { words } from '../words.ts';
import { Log } from './log.tsx';

/** Of a group that one was removed from nothing is left but the way into another. */
export function Removed({ onAdd }: { readonly onAdd: () => void }) {
  const forget = useAction(() => call('leave', { shell: shell.value?.id ?? '' }));
  return (
    <main class="screen one">
      <div class="row">
        <button type="button" class="primary" onClick={onAdd}>
          {words.strip.add}
        </button>
        <button type="button" onClick={() => forget.run()}>
          {words.strip.forget}
        </button>
      </div>
      <Failure problem={forget.problem} />
      <Log />
    </main>
  );
}

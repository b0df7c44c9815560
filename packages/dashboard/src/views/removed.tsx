import { call } from '../node/client.ts';
import { Failure } from '../parts/failure.tsx';
import { useAction } from '../parts/use-action.ts';
import { shell } from '../state.ts';
import { words } from '../words.ts';
import { Log } from './log.tsx';
import type { Adds } from './strip.tsx';

/** Of a group that one was removed from nothing is left but the way into another. */
export function Removed({ add }: { readonly add: Adds }) {
  const forget = useAction(() => call('leave', { shell: shell.value?.id ?? '' }));
  return (
    <main class="screen one">
      <div class="row">
        <button type="button" class="primary" {...add}>
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

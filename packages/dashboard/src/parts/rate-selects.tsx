import type { Verbs } from '../api-types.ts';
import { call } from '../node/client.ts';
import { limits, refreshSoon } from '../state.ts';
import { rate } from '../text/amounts.rules.ts';
import { words } from '../words.ts';
import { Failure } from './failure.tsx';
import { useAction } from './use-action.ts';

const RATES = [250_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000] as const;

interface Limited {
  /** What is in force, wherever it was set. */
  readonly inForce: { readonly [way in 'up' | 'down']: number | null };
  /** For what moves between us and one friend; everything unless told. */
  readonly friend?: { readonly shell: string; readonly member: string };
}

/** How fast bytes may come and go, each to be chosen from a few rates. */
export function RateSelects({ inForce, friend }: Limited) {
  const set = useAction(
    (input: Verbs['limit']['input']) => call('limit', { ...friend, ...input }),
    (answer) => {
      limits.value = answer.limits;
      // What was asked before this would bring back what was before.
      refreshSoon();
    },
  );
  return (
    <div class="limits">
      {(['down', 'up'] as const).map((way) => {
        const now = inForce[way];
        const known = now === null || RATES.some((one) => one === now) ? RATES : [now, ...RATES];
        return (
          <label key={way}>
            {words.machine[way]}
            <select
              value={now ?? ''}
              onChange={({ currentTarget: { value } }) =>
                set.run({ [way]: value === '' ? null : Number(value) })
              }
            >
              <option value="">{words.machine.noLimit}</option>
              {known.map((one) => (
                <option key={one} value={one}>
                  {rate(one)}
                </option>
              ))}
            </select>
          </label>
        );
      })}
      <Failure problem={set.problem} />
    </div>
  );
}

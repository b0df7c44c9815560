import { useSignal } from '@preact/signals';
import type { Verbs } from '../api-types.ts';
import { call } from '../node/client.ts';
import { CopyBox } from '../parts/copy-box.tsx';
import { Failure } from '../parts/failure.tsx';
import { Section } from '../parts/section.tsx';
import { useAction } from '../parts/use-action.ts';
import { limits, refreshSoon } from '../state.ts';
import { rate } from '../text/amounts.rules.ts';
import { plain } from '../text/plain.rules.ts';
import { words } from '../words.ts';
import { Backup } from './backup.tsx';

/** What is about this machine and not about one group. */
export const Machine = () => (
  <Section name="machine" heading={words.machine.heading}>
    <SpeedLimits />
    <Doctor />
    <Backup />
  </Section>
);

const RATES = [250_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000] as const;

/** How fast bytes may move in all, so that a game beside it stays smooth. */
function SpeedLimits() {
  const set = useAction(
    (input: Verbs['limit']['input']) => call('limit', input),
    (answer) => {
      limits.value = answer.limits;
      // What was asked before this would bring back what was before.
      refreshSoon();
    },
  );
  if (limits.value === undefined) return null;
  return (
    <div class="limits">
      {(['down', 'up'] as const).map((way) => {
        const now = limits.value?.[way] ?? null;
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

type Findings = Verbs['doctor']['answer'];

const LONGEST_DETAIL = 300;

const report = ({ checks, advice }: Findings): string =>
  [...checks.map(({ ok, name, detail }) => `${ok ? '+' : '!'} ${name}: ${detail}`), advice].join('\n');

function Doctor() {
  const findings = useSignal<Findings | undefined>(undefined);
  const look = useAction(
    () => call('doctor', {}),
    (answer) => (findings.value = answer),
  );
  return (
    <details onToggle={(event) => event.currentTarget.open && look.run()}>
      <summary>{words.machine.doctor}</summary>
      {findings.value !== undefined && (
        <>
          <p role="status">{plain(findings.value.advice, LONGEST_DETAIL)}</p>
          <ul class="rows small">
            {findings.value.checks.map(({ name, ok, detail, next }) => (
              <li key={name}>
                <p>
                  <strong class={ok ? 'good' : 'bad'}>{ok ? words.machine.ok : words.machine.notOk}</strong>{' '}
                  {plain(name)}
                </p>
                <p class="facts">{plain(ok ? detail : `${detail} ${next}`, LONGEST_DETAIL)}</p>
              </li>
            ))}
          </ul>
          <CopyBox label={words.machine.report} text={report(findings.value)} />
        </>
      )}
      <Failure problem={look.problem} />
    </details>
  );
}

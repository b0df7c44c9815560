import { useSignal } from '@preact/signals';
import type { Verbs } from '../api-types.ts';
import { call } from '../node/client.ts';
import { CopyBox } from '../parts/copy-box.tsx';
import { Failure } from '../parts/failure.tsx';
import { RateSelects } from '../parts/rate-selects.tsx';
import { Section } from '../parts/section.tsx';
import { useAction } from '../parts/use-action.ts';
import { gaming, limits } from '../state.ts';
import { plain } from '../text/plain.rules.ts';
import { words } from '../words.ts';
import { Backup } from './backup.tsx';
import { Notices } from './notices.tsx';

/** What is about this machine and not about one group. */
export const Machine = () => (
  <Section name="machine" heading={words.machine.heading}>
    <SpeedLimits />
    <Notices />
    <Doctor />
    <Backup />
  </Section>
);

/** How fast bytes may move in all, so that a game beside it stays smooth. */
const SpeedLimits = () =>
  limits.value !== undefined && (
    <>
      <RateSelects inForce={limits.value} />
      {gaming.value && <p class="hint">{words.machine.playing}</p>}
    </>
  );

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

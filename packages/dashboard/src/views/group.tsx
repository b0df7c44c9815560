import { call } from '../node/client.ts';
import { Failure } from '../parts/failure.tsx';
import { HoldButton } from '../parts/hold-button.tsx';
import { Section } from '../parts/section.tsx';
import { useAction } from '../parts/use-action.ts';
import { say, shell } from '../state.ts';
import { words } from '../words.ts';
import { Password } from './password.tsx';
import { PastVotes } from './votes.tsx';

/** What the group decided, and the way out of it. */
export function Group() {
  const { value } = shell;
  const leave = useAction(
    () => call('leave', { shell: value?.id ?? '' }),
    () => say(words.group.left(value?.name ?? '')),
  );
  return (
    <Section name="group" heading={words.group.heading}>
      <Password />
      <PastVotes />
      <details class="danger">
        <summary>{words.group.leaveHeading}</summary>
        <p class="hint">{words.group.leaveWhy}</p>
        <HoldButton label={words.group.leave} disabled={leave.busy} onDone={() => leave.run()} />
        <Failure problem={leave.problem} />
      </details>
    </Section>
  );
}

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { JoinStep, ShellNamed } from '../api-types.ts';
import { joinUnderWay, keepJoin } from '../kept-join.ts';
import { call, stream, type Problem } from '../node/client.ts';
import { CopyBox } from '../parts/copy-box.tsx';
import { Failure } from '../parts/failure.tsx';
import { Field } from '../parts/field.tsx';
import { Form } from '../parts/form.tsx';
import { useAction } from '../parts/use-action.ts';
import { choose, now, refresh, say } from '../state.ts';
import { countdown } from '../text/amounts.rules.ts';
import { codeIn } from '../text/typed.rules.ts';
import { words } from '../words.ts';

interface Entering {
  /** How friends will see whoever enters. */
  readonly as: string;
  readonly onDone: () => void;
}

const named = (as: string): { as?: string } => (as === '' ? {} : { as });
const locked = (password: string): { password?: string } => (password === '' ? {} : { password });

/** Shows a group to whoever just came into it. */
export async function enter(
  shell: ShellNamed,
  onDone: () => void,
  told = words.first.joined(shell.name),
): Promise<void> {
  choose(shell.id);
  await refresh();
  say(told);
  onDone();
  // Whoever answered the last question is now at the top of the group.
  requestAnimationFrame(() => document.querySelector('h1')?.focus());
}

export function StartGroup({ as, onDone }: Entering) {
  const name = useSignal('');
  const password = useSignal('');
  const start = useAction(
    () => call('create', { name: name.value.trim(), ...named(as), ...locked(password.value) }),
    ({ shell }) => void enter(shell, onDone),
  );
  return (
    <Form
      onSubmit={() => {
        start.run();
      }}
    >
      <Field
        first
        required
        longest={32}
        label={words.first.shellName}
        example={words.first.shellNameExample}
        value={name.value}
        onInput={(text) => (name.value = text)}
      />
      <details>
        <summary>{words.first.withPassword}</summary>
        <Field
          type="password"
          label={words.first.password}
          hint={words.first.passwordNew}
          value={password.value}
          onInput={(text) => (password.value = text)}
        />
      </details>
      <Failure problem={start.problem} />
      <button class="primary" aria-disabled={start.busy}>
        {start.busy ? words.first.creating : words.first.create}
      </button>
    </Form>
  );
}

export function JoinGroup({ as, onDone }: Entering) {
  const before = joinUnderWay.peek();
  const code = useSignal(before?.code ?? '');
  const password = useSignal('');
  const step = useSignal<JoinStep | undefined>(undefined);
  const problem = useSignal<Problem | undefined>(undefined);
  const under = useRef<AbortController>(undefined);
  useEffect(() => {
    if (before !== undefined) void join(before.useReply);
    return () => {
      under.current?.abort();
    };
  }, []);

  async function join(useReply: boolean): Promise<void> {
    under.current?.abort();
    const mine = (under.current = new AbortController());
    problem.value = undefined;
    step.value = { state: 'dialling' };
    code.value = codeIn(code.value);
    keepJoin({ code: code.value, as, useReply });
    const input = {
      code: code.value,
      ...named(as),
      ...locked(password.value),
      ...(useReply ? { useReply } : {}),
    };
    for await (const answer of stream('join', input, mine.signal)) {
      // A page that goes hears no answer, and goes on with it when it is there again.
      const isOver = answer.ok ? answer.value.state === 'joined' : answer.problem.code !== 'no-answer';
      if (isOver) keepJoin(undefined);
      if (!answer.ok) problem.value = answer.problem;
      else if (answer.value.state === 'joined') await enter(answer.value.shell, onDone);
      else step.value = answer.value;
    }
    if (under.current === mine) step.value = undefined;
  }

  const busy = step.value !== undefined;
  const asksPassword = problem.value?.code.startsWith('password') === true;
  return (
    <Form
      onSubmit={() => {
        if (!busy) void join(false);
      }}
    >
      {!busy && (
        <>
          <Field
            first
            required
            code
            longest={4000}
            label={words.first.code}
            hint={words.first.codeHint}
            value={code.value}
            onInput={(text) => (code.value = text)}
            onPaste={(text) => (code.value = codeIn(text))}
          />
          <details open={asksPassword || undefined}>
            <summary>{words.first.password}</summary>
            <Field
              type="password"
              label={words.first.password}
              hint={words.first.passwordJoin}
              value={password.value}
              onInput={(text) => (password.value = text)}
            />
          </details>
          <Failure problem={problem.value} />
          <button class="primary">{words.first.doJoin}</button>
          <button type="button" class="link" onClick={() => void join(true)}>
            {words.first.useReply}
          </button>
        </>
      )}
      {step.value !== undefined && <Step step={step.value} />}
    </Form>
  );
}

/** How far the join has come. */
const Step = ({ step }: { readonly step: JoinStep }) => (
  <div class="steps">
    <p role="status" class="busy">
      {step.state === 'reply-needed' ? words.first.replyNeeded : `${words.first.dialling}…`}
    </p>
    {step.state === 'reply-needed' && (
      <>
        <CopyBox label={words.first.reply} text={step.reply} />
        <p class="hint">{words.first.replyLeft(countdown(step.expiresAt - now.value))}</p>
      </>
    )}
  </div>
);

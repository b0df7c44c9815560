import { useSignal } from '@preact/signals';
import type { Outcome, Problem } from '../node/client.ts';
import { refreshSoon } from '../state.ts';

export interface Action<Args extends readonly unknown[]> {
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  run(...args: Args): void;
  /** Takes back what went wrong. */
  forget(): void;
}

/** Asks something of the node: once at a time, and what goes wrong is there to be shown. */
export function useAction<Args extends readonly unknown[], T>(
  act: (...args: Args) => Promise<Outcome<T>>,
  done: (value: T) => void = () => undefined,
): Action<Args> {
  const busy = useSignal(false);
  const problem = useSignal<Problem | undefined>(undefined);
  return {
    busy: busy.value,
    problem: problem.value,
    forget: () => {
      problem.value = undefined;
    },
    run: (...args) => {
      if (busy.value) return;
      busy.value = true;
      problem.value = undefined;
      void act(...args).then((outcome) => {
        busy.value = false;
        if (outcome.ok) done(outcome.value);
        else problem.value = outcome.problem;
        refreshSoon(0);
      });
    },
  };
}

import type { Command } from 'commander';
import { callVerb } from '../api/client.ts';
import type { VerbAnswers } from '../api/verbs.ts';
import type { Paths } from '../config/paths.ts';
import { describe, type Failure, type Outcome } from '../problems.ts';
import { inShell } from './hints.rules.ts';
import { plain } from './plain.rules.ts';
import type { Terminal } from './terminal.ts';

export interface Global {
  readonly terminal: Terminal;
  readonly paths: Paths;
}

export interface ShellOption {
  readonly shell?: string;
}

/** Under what the help lists the verbs about the node itself. */
export const THIS_MACHINE = 'This machine:';

/** What verbs that ask the running node over its socket are made of. */
export class Asking {
  readonly global: () => Global;
  readonly #program: Command;
  readonly #exit: (code: number) => void;
  readonly #inShell = new Set<string>();

  constructor(program: Command, global: () => Global, exit: (code: number) => void) {
    this.#program = program;
    this.global = global;
    this.#exit = exit;
  }

  readonly verb = (usage: string, description: string): Command =>
    this.#program.command(usage).description(description);

  readonly inShell = (usage: string, description: string): Command => {
    const made = this.verb(usage, description).option('--shell <name>', 'which syncshell, by name or id');
    this.#inShell.add(made.name());
    return made;
  };

  /** A text with what it tells to run as it must be typed for the syncshell that is meant, if it has to be named. */
  readonly hinted = (text: string, shell: string | undefined): string =>
    inShell(text, this.#inShell, shell === undefined ? undefined : plain(shell));

  /** @param shell that was named, and is to be named in what is told to do next. */
  readonly fail = ({ terminal, paths }: Global, failure: Failure, { shell }: ShellOption = {}): void => {
    const known = failure.code === 'not-running' ? describe('not-running', { home: paths.home }) : failure;
    this.#exit(terminal.fail({ ...known, next: this.hinted(known.next, shell) }));
  };

  /** Asks the node, then answers with its value as JSON or as `human` puts it. */
  readonly ask = async <Verb extends keyof VerbAnswers>(
    name: Verb,
    input: object,
    human: (answer: VerbAnswers[Verb], terminal: Terminal) => string,
  ): Promise<void> => {
    const here = this.global();
    const outcome = (await callVerb(here.paths.socket, name, input)) as Outcome<VerbAnswers[Verb]>;
    const named: ShellOption = input;
    const shown = (answer: VerbAnswers[Verb], terminal: Terminal): string =>
      this.hinted(human(answer, terminal), named.shell);
    if (outcome.ok) here.terminal.answer(outcome.value, shown);
    else this.fail(here, outcome.error, named);
  };
}

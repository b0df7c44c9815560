import type { Command } from 'commander';
import { callVerb } from '../api/client.ts';
import type { VerbAnswers } from '../api/verbs.ts';
import type { Paths } from '../config/paths.ts';
import { describe, type Failure, type Outcome } from '../problems.ts';
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

  constructor(program: Command, global: () => Global, exit: (code: number) => void) {
    this.#program = program;
    this.global = global;
    this.#exit = exit;
  }

  readonly verb = (usage: string, description: string): Command =>
    this.#program.command(usage).description(description);

  readonly inShell = (usage: string, description: string): Command =>
    this.verb(usage, description).option('--shell <name>', 'which syncshell, by name or id');

  readonly fail = ({ terminal, paths }: Global, failure: Failure): void => {
    const known = failure.code === 'not-running' ? describe('not-running', { home: paths.home }) : failure;
    this.#exit(terminal.fail(known));
  };

  /** Asks the node, then answers with its value as JSON or as `human` puts it. */
  readonly ask = async <Verb extends keyof VerbAnswers>(
    name: Verb,
    input: object,
    human: (answer: VerbAnswers[Verb], terminal: Terminal) => string,
  ): Promise<void> => {
    const here = this.global();
    const outcome = (await callVerb(here.paths.socket, name, input)) as Outcome<VerbAnswers[Verb]>;
    if (outcome.ok) here.terminal.answer(outcome.value, human);
    else this.fail(here, outcome.error);
  };
}

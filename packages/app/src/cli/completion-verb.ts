import { Argument, type Command, type Option } from 'commander';
import {
  completionFor,
  SHELLS,
  type CommandLine,
  type Completed,
  type CompletedOption,
  type ShellName,
} from './completion.rules.ts';
import type { Asking } from './asking.ts';

/** What arguments and values of options are called that are files or folders. */
const PLACES: Readonly<Record<string, 'files' | 'folders'>> = {
  path: 'files',
  file: 'files',
  dir: 'folders',
};

const completedBy = (name: string, choices: readonly string[] | undefined): Completed =>
  choices === undefined ? { kind: PLACES[name] ?? 'text' } : { kind: 'words', words: choices };

const optionOf = ({ long, flags, description, required, optional, argChoices }: Option): CompletedOption => ({
  name: long ?? flags,
  description,
  ...(required || optional ? { value: completedBy(/[<[](\w+)/.exec(flags)?.[1] ?? '', argChoices) } : {}),
});

/** The command line as it is defined, and so never another than the one that runs. */
export function commandLineOf(program: Command): CommandLine {
  const optionsOf = (command: Command): readonly CompletedOption[] =>
    command.createHelp().visibleOptions(command).map(optionOf);
  const common = optionsOf(program).filter(({ name }) => name !== '--version');
  return {
    program: program.name(),
    options: common,
    verbs: program.commands.map((command) => ({
      name: command.name(),
      description: command.description(),
      options: optionsOf(command).filter(({ name }) => name !== '--help'),
      arguments: command.registeredArguments.map((each) => completedBy(each.name(), each.argChoices)),
    })),
  };
}

/** Adds `completion`, which prints what a shell reads to complete every other verb. */
export function addCompletionVerb({ verb, global }: Asking, program: Command): void {
  verb('completion', 'print what a shell reads to complete this command line')
    .addArgument(new Argument('<shell>', 'which shell').choices([...SHELLS]))
    .action((shell: ShellName) => {
      const script = completionFor(shell, commandLineOf(program));
      global().terminal.answer({ shell, script }, script.trimEnd());
    });
}

import { Command, CommanderError, Option } from 'commander';
import { resolvePaths } from '../config/paths.ts';
import { describe } from '../problems.ts';
import { VERSION } from '../version.ts';
import { Asking, THIS_MACHINE, type Global } from './asking.ts';
import type { DemoOptions } from '../demo/demo.ts';
import { addCompletionVerb } from './completion-verb.ts';
import { addDoctorVerb } from './doctor-verb.ts';
import { addLogsVerb } from './logs-verb.ts';
import { addMovingVerbs } from './moving-verbs.ts';
import { Terminal, type Surroundings } from './terminal.ts';
import type { UpOptions } from './up.ts';
import { addBackupVerbs } from './backup-verbs.ts';
import { addPassphraseVerb } from './passphrase-verb.ts';
import { addVerbs } from './verbs.ts';
import type { NodeParts } from '../node/parts.ts';

/**
 * Runs one command line and gives the process's exit code. A verb loads for itself what a node is made of, if it needs
 * that: most only ask one that runs, and an answer should not take as long as a start.
 * @param parts what `up` composes its node from; the product's own unless a test swaps some.
 */
export async function runCli(
  argv: readonly string[],
  around: Surroundings,
  parts: Partial<NodeParts> = {},
): Promise<number> {
  let exitCode = 0;
  const program = new Command('fyteclub')
    .description('Private mod-sharing groups for Final Fantasy XIV, friend to friend, without a server.')
    .version(argv.includes('--json') ? JSON.stringify({ version: VERSION }) : VERSION)
    .option('--home <dir>', 'keep everything under this folder (or FYTECLUB_HOME)')
    .option('--json', 'answer in JSON, also when something fails')
    .option('--quiet', 'say nothing but the answer')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => around.stdout.write(text),
      // Under --json a wrong usage is one JSON object on stdout, written where the error is caught.
      writeErr: (text) => {
        if (!argv.includes('--json')) around.stderr.write(text);
      },
    })
    .enablePositionalOptions(false)
    .showSuggestionAfterError()
    .helpCommand(false);

  let made: Global | undefined;
  const makeGlobal = (): Global => {
    const { home, json, quiet } = program.opts<{ home?: string; json?: boolean; quiet?: boolean }>();
    const terminal = new Terminal(around, { json: json === true, quiet: quiet === true });
    return { terminal, paths: resolvePaths(home, around.env) };
  };
  // One terminal: what it shows at the moment it also has to take away.
  const global = (): Global => (made ??= makeGlobal());
  const exit = (code: number): void => {
    exitCode = code;
  };

  const asking = new Asking(program, global, exit);
  program
    .commandsGroup(THIS_MACHINE)
    .command('up')
    .description('run the node in the foreground')
    .option('--bind <address>', 'listen on this address only; 127.0.0.1 keeps everything on this machine')
    .addOption(new Option('--udp-port <n>', 'the fixed port for direct dials').argParser(Number))
    .addOption(new Option('--page-port <n>', 'where this machine’s browser finds the page').argParser(Number))
    .option('--no-page', 'serve no page')
    .option('--no-open', 'open no browser')
    .option('--stun <urls...>', 'servers that may learn my address, or "none"')
    .option('--inspect', 'let this machine’s browser watch every state machine; see "inspect"')
    .option('--passphrase-stdin', 'the passphrase that protects the state is the first line of stdin')
    .action(async (options: UpOptions) => {
      const { up } = await import('./up.ts');
      exit(await up({ ...global(), hinted: asking.hinted, env: around.env }, options, parts));
    });
  program.commandsGroup('Who is in:');
  addVerbs(asking);
  program.commandsGroup('Mods:');
  addMovingVerbs(asking);
  program.commandsGroup(THIS_MACHINE);
  addLogsVerb(asking);
  addDoctorVerb(asking, around.env);
  addBackupVerbs(program, global, exit);
  addPassphraseVerb(program, global, exit);
  program
    .command('demo')
    .description(
      'four members in four processes on this machine: join, share, walk, lose the host, vote one out',
    )
    .option('--keep', 'leave nodes and page as they are until Ctrl+C')
    .option('--no-open', 'open no browser')
    .action(async (options: DemoOptions) => {
      const { demo } = await import('../demo/demo.ts');
      exit(await demo(global().terminal, options));
    });

  addCompletionVerb(asking, program);

  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    if (argv.includes('--json')) {
      const detail = error.message.replace(/^error: /, '');
      return new Terminal(around, { json: true, quiet: true }).fail(describe('usage', { detail }));
    }
    return 2;
  }
  return exitCode;
}

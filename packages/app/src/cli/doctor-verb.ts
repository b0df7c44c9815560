import { callVerb } from '../api/client.ts';
import type { VerbAnswers } from '../api/verbs.ts';
import {
  adviceOf,
  checkConfig,
  checkDisk,
  checkNode,
  checkPort,
  checkProtection,
  checkReach,
  checkStun,
  type Check,
} from '../doctor/findings.rules.ts';
import type { Failure, Outcome } from '../problems.ts';
import { VERSION } from '../version.ts';
import type { Asking, Global } from './asking.ts';
import type { Terminal } from './terminal.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Adds `doctor`: it asks the node, and looks for itself where none runs. */
export function addDoctorVerb({ verb, global }: Asking, env: Environment): void {
  verb('doctor', 'what works, what does not, and what to do; fit to be shown to strangers').action(
    async () => {
      const here = global();
      const checks = await examine(here, env);
      const advice = adviceOf(checks);
      here.terminal.answer({ checks, advice }, show(checks, advice, here.terminal));
    },
  );
}

async function examine({ paths }: Global, env: Environment): Promise<readonly Check[]> {
  const [status, told] = (await Promise.all(
    ['status', 'doctor'].map((name) => callVerb(paths.socket, name, {})),
  )) as [Outcome<VerbAnswers['status']>, Outcome<VerbAnswers['doctor']>];
  const node = checkNode(status.ok ? status.value.node.version : undefined, VERSION);
  const { readConfig } = await import('../config/config.ts');
  const config = await readConfig(paths.config, env);
  const file = checkConfig(config.ok ? undefined : placeOf(config.error, paths.config));
  // A node that runs read the file when it started; the next start reads it as it is now.
  if (told.ok) return [node, ...told.value.checks.map((check) => (check.name === file.name ? file : check))];
  const { freeBytes, isPortFree, lookAtKeys, lookAtNetwork } = await import('./offline.ts');
  const found = [node, file, checkProtection(lookAtKeys(paths.state))];
  if (!config.ok) return found;
  const { network, mods } = config.value;
  const isFree = await isPortFree(network.bind, network.udp_port);
  return [
    ...found,
    checkDisk(freeBytes(mods.root === '' ? paths.mods : mods.root)),
    checkPort(isFree ? network.udp_port : undefined),
    checkReach(lookAtNetwork(network.bind)),
    checkStun(network.stun.length),
  ];
}

/** Where a config is wrong, without what stands there and without the file's whole path. */
const placeOf = ({ code, message }: Failure, file: string): string =>
  (code === 'config-invalid' && message.replace(file, 'config.toml').split(': ')[0]) || 'config.toml';

function show(checks: readonly Check[], advice: string, terminal: Terminal): string {
  const { green, red, dim } = terminal.paint;
  const width = Math.max(...checks.map(({ name }) => name.length));
  const indent = ' '.repeat(width + 9);
  const lines = checks.map(({ name, ok, detail, next }) => {
    const mark = ok ? green('ok   ') : red('wrong');
    const what = terminal.wrapped(`${mark}  ${name.padEnd(width)}  ${detail}`, indent);
    return next === '' ? what : `${what}\n${dim(terminal.wrapped(`${indent}${next}`, indent))}`;
  });
  return [...lines, '', terminal.wrapped(advice)].join('\n');
}

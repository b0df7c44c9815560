import { isCrowd, runCrowd } from './crowd.ts';
import type { SimOptions } from './options.ts';
import { runScenario, type ScenarioOptions, type ScenarioResult } from './scenario.ts';

/** Lives through what a seed has drawn, or through a crowd's story if that many are asked for. */
export function live(
  seed: string,
  { members, attackers }: Pick<SimOptions, 'members' | 'attackers'>,
  told: Pick<ScenarioOptions, 'script' | 'progress' | 'story' | 'everything'> = {},
): Promise<ScenarioResult> {
  if (members !== undefined && isCrowd(members)) return runCrowd(seed, members, told);
  return runScenario(seed, { attackers, ...(members !== undefined && { members }), ...told });
}

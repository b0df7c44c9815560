import type { Step } from './commands/table.ts';
import type { ScenarioResult } from './scenario.ts';

export interface Shrunk {
  readonly script: readonly Step[];
  /** How many scripts were tried. */
  readonly tries: number;
}

/**
 * Leaves out as many steps of a failing scenario as it can while the same thing stays broken: halves first, then
 * ever smaller pieces.
 * @param run lives through a script with the seed that failed.
 * @param maxTries ends the search; what was found by then is the answer.
 */
export async function shrink(
  failed: ScenarioResult,
  run: (script: readonly Step[]) => Promise<ScenarioResult>,
  maxTries = 400,
): Promise<Shrunk> {
  const broken = failed.violation?.broken;
  let script = failed.steps;
  let tries = 0;
  const stillFails = async (candidate: readonly Step[]): Promise<boolean> => {
    tries += 1;
    return (await run(candidate)).violation?.broken === broken;
  };
  for (let size = Math.ceil(script.length / 2); size >= 1 && tries < maxTries;) {
    let removed = false;
    for (let from = 0; from < script.length && tries < maxTries;) {
      const candidate = [...script.slice(0, from), ...script.slice(from + size)];
      if (await stillFails(candidate)) {
        script = candidate;
        removed = true;
      } else from += size;
    }
    if (size > 1) size = Math.ceil(size / 2);
    else if (!removed) break;
  }
  return { script, tries };
}

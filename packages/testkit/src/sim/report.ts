import type { ScenarioResult, Violation } from './scenario.ts';

/** A seed that failed, with what to type to see it fail again. */
export interface FailedSeed extends Violation {
  readonly seed: string;
  readonly replay: string;
}

/** The answer of `npm run sim`. */
export interface SimReport {
  readonly seeds: number;
  readonly passed: number;
  readonly failed: readonly FailedSeed[];
  /** All members of all groups. */
  readonly members: number;
  /** Signed operations in all histories. */
  readonly operations: number;
}

/** What is passed from the process that ran a seed. */
export type SeedResult = Pick<ScenarioResult, 'seed' | 'members' | 'operations' | 'violation'>;

const quoted = (text: string): string => (/^[\w/.-]+$/.test(text) ? text : JSON.stringify(text));

export function reportOn(results: readonly SeedResult[], membersAsked: number | undefined): SimReport {
  const failed = results.flatMap(({ seed, violation }) => {
    if (violation === undefined) return [];
    const members = membersAsked === undefined ? '' : ` --members ${membersAsked}`;
    return [{ seed, ...violation, replay: `npm run sim -- --seed ${quoted(seed)}${members} --trace` }];
  });
  const sum = (of: (result: SeedResult) => number): number =>
    results.reduce((total, result) => total + of(result), 0);
  return {
    seeds: results.length,
    passed: results.length - failed.length,
    failed,
    members: sum(({ members }) => members),
    operations: sum(({ operations }) => operations),
  };
}

/** The same for people. */
export function describeReport({ seeds, passed, failed, members, operations }: SimReport): string {
  const lines = failed.map(({ seed, broken, properties, detail, step, replay }) => {
    const numbers = properties.map((number) => `P${number}`).join(' ');
    return `seed ${seed} broke ${broken}${numbers === '' ? '' : ` (${numbers})`} after step ${step}: ${detail}\n  ${replay}\n`;
  });
  const all = `${passed} of ${seeds} seeds passed: ${members} members, ${operations} signed operations\n`;
  return [...lines, all].join('');
}

import type { SimOptions } from './options.ts';
import type { ScenarioResult, Violation } from './scenario.ts';

/** A seed that failed, with what to type to see it fail again. */
export interface FailedSeed extends Violation {
  readonly seed: string;
  /** Who meant harm in it. */
  readonly attackers: readonly string[];
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
  /** Messages that nodes sent into channels, and what they came to, sealed and framed as they were. */
  readonly messages: number;
  readonly bytes: number;
  /** How long all the worlds lasted, ms of their time. */
  readonly lastedMs: number;
  /** In how many seeds each attacker struck, and how often in all. */
  readonly attackers: Readonly<Record<string, { readonly seeds: number; readonly strikes: number }>>;
}

/** What is passed from the process that ran a seed. */
export type SeedResult = Pick<
  ScenarioResult,
  'seed' | 'members' | 'operations' | 'messages' | 'bytes' | 'lastedMs' | 'strikes' | 'violation'
>;

const hours = (ms: number): string => {
  const minutes = Math.round(ms / 60_000);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
};

const quoted = (text: string): string => (/^[\w/.-]+$/.test(text) ? text : JSON.stringify(text));

/** What has to be typed as well, for a seed to go through the same again. */
function flagsFor({ members, attackers }: Pick<SimOptions, 'members' | 'attackers'>): string {
  const size = members === undefined ? '' : ` --members ${members}`;
  if (attackers === 'drawn') return size;
  return `${size} --attackers ${attackers.length === 0 ? 'none' : attackers.join(',')}`;
}

function strikesIn(results: readonly SeedResult[]): SimReport['attackers'] {
  const all: Record<string, { seeds: number; strikes: number }> = {};
  for (const [name, count] of results.flatMap(({ strikes }) => Object.entries(strikes))) {
    const { seeds, strikes } = all[name] ?? { seeds: 0, strikes: 0 };
    all[name] = { seeds: seeds + 1, strikes: strikes + count };
  }
  return all;
}

export function reportOn(
  results: readonly SeedResult[],
  asked: Pick<SimOptions, 'members' | 'attackers'>,
): SimReport {
  const failed = results.flatMap(({ seed, strikes, violation }) => {
    if (violation === undefined) return [];
    const replay = `npm run sim -- --seed ${quoted(seed)}${flagsFor(asked)} --trace`;
    return [{ seed, ...violation, attackers: Object.keys(strikes), replay }];
  });
  const sum = (of: (result: SeedResult) => number): number =>
    results.reduce((total, result) => total + of(result), 0);
  return {
    seeds: results.length,
    passed: results.length - failed.length,
    failed,
    members: sum(({ members }) => members),
    operations: sum(({ operations }) => operations),
    messages: sum(({ messages }) => messages),
    bytes: sum(({ bytes }) => bytes),
    lastedMs: sum(({ lastedMs }) => lastedMs),
    attackers: strikesIn(results),
  };
}

/** The same for people. */
export function describeReport({
  seeds,
  passed,
  failed,
  members,
  operations,
  messages,
  bytes,
  lastedMs,
  attackers: all,
}: SimReport): string {
  const perMember = (sum: number): number => Math.round(sum / Math.max(1, members));
  const lines = failed.map(({ seed, broken, properties, detail, step, attackers, replay }) => {
    const numbers = properties.map((number) => `P${number}`).join(' ');
    const among = attackers.length === 0 ? '' : `, with ${attackers.join(' and ')} among them`;
    return `seed ${seed} broke ${broken}${numbers === '' ? '' : ` (${numbers})`} after step ${step}${among}: ${detail}\n  ${replay}\n`;
  });
  const struck = Object.entries(all).map(
    ([name, { seeds: inSeeds, strikes }]) => `  ${name} struck ${strikes} times in ${inSeeds} seeds\n`,
  );
  const sum = `${passed} of ${seeds} seeds passed: ${members} members, ${operations} signed operations, ${hours(lastedMs)} of their time\n`;
  const each = `  each member sent ${perMember(messages)} messages, ${perMember(bytes / 1000)} kB\n`;
  return [...lines, sum, each, ...struck].join('');
}

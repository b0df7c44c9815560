import { parseArgs } from 'node:util';
import { err, ok, type Result } from '@fyteclub/identity';
import type { Attackers } from './attackers/plot.ts';
import { CROWD_FROM, isCrowd } from './crowd.ts';
import { ATTACKERS } from './attackers/table.ts';

/** What `npm run sim` was asked for. */
export interface SimOptions {
  readonly seeds: readonly string[];
  /** Undefined leaves it to the seed. */
  readonly members: number | undefined;
  readonly attackers: Attackers;
  readonly json: boolean;
  /** Tell one seed's story, or everything that happens in it. */
  readonly trace: 'none' | 'story' | 'everything';
  /** Look for the shortest script that fails like the seed. */
  readonly shrink: boolean;
  /** How many processes run at once. */
  readonly jobs: number;
}

const ATTACKER_NAMES = ATTACKERS.map(({ name }) => name);

export const USAGE = `npm run sim -- [--seeds N] [--seed S] [--members M] [--attackers A] [--json]
  --seeds N      run N seeds, S and those that follow (default 20, or 1 with --seed)
  --seed S       begin with this seed: a number, or any text
  --members M    how many computers there are (default: 5 to 9, by the seed); from ${CROWD_FROM} on a group that is
                 there already falls in two halves that go on, and comes together again
  --attackers A  who means harm: none, or one or more, with commas, of
                 ${ATTACKER_NAMES.slice(0, 5).join(', ')},
                 ${ATTACKER_NAMES.slice(5).join(', ')} (default: by the seed, in two of three)
  --trace        with one seed: tell its story on stderr; --trace-all tells every packet, timer and write
  --shrink       with one seed that fails: look for the shortest script that fails in the same way
  --jobs J       so many processes at once (default: one for each core)
  --json         one JSON object on stdout
`;

const numberOf = (text: string | undefined, least: number): number | undefined =>
  text !== undefined && /^\d{1,7}$/.test(text) && Number(text) >= least ? Number(text) : undefined;

/** The seed S and those after it: numbers are counted on, other texts are numbered. */
function seedsFrom(first: string, count: number): readonly string[] {
  const number = numberOf(first, 0);
  return Array.from({ length: count }, (_, index) => {
    if (number !== undefined) return String(number + index);
    return index === 0 ? first : `${first}/${index}`;
  });
}

/** @returns undefined if any of them is nobody. */
function attackersIn(told: string | undefined): Attackers | undefined {
  if (told === undefined) return 'drawn';
  if (told === 'none') return [];
  const names = told.split(',');
  return names.every((name) => ATTACKER_NAMES.includes(name)) ? names : undefined;
}

/** @returns what was asked for, or a sentence about what is wrong. */
export function parseSimOptions(argv: readonly string[], cores: number): Result<SimOptions> {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...argv],
      options: {
        seeds: { type: 'string' },
        seed: { type: 'string' },
        members: { type: 'string' },
        attackers: { type: 'string' },
        jobs: { type: 'string' },
        json: { type: 'boolean', default: false },
        trace: { type: 'boolean', default: false },
        'trace-all': { type: 'boolean', default: false },
        shrink: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
  const count = values.seeds === undefined ? (values.seed === undefined ? 20 : 1) : numberOf(values.seeds, 1);
  if (count === undefined) return err('--seeds takes a number from 1 on.');
  const members = numberOf(values.members, 2);
  if (values.members !== undefined && members === undefined)
    return err('--members takes a number from 2 on.');
  const jobs = values.jobs === undefined ? cores : numberOf(values.jobs, 1);
  if (jobs === undefined) return err('--jobs takes a number from 1 on.');
  const attackers = attackersIn(values.attackers);
  if (attackers === undefined) return err(`--attackers takes none, or some of ${ATTACKER_NAMES.join(', ')}.`);
  const trace = values['trace-all'] ? 'everything' : values.trace ? 'story' : 'none';
  if (isCrowd(members) && (values.attackers !== undefined || values.shrink))
    return err(`${CROWD_FROM} members and more go through one story, in which nobody means harm.`);
  if (count > 1 && (trace !== 'none' || values.shrink)) return err('--trace and --shrink take one seed.');
  const { json, shrink } = values;
  return ok({ seeds: seedsFrom(values.seed ?? '1', count), members, attackers, json, trace, shrink, jobs });
}

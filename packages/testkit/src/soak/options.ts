import { parseArgs } from 'node:util';
import { err, ok, type Result } from '@fyteclub/identity';

/** What `npm run soak` was asked for; it ends with whichever comes first. */
export interface SoakOptions {
  readonly seed: string;
  readonly minutes: number;
  /** Processes killed in all. */
  readonly kills: number;
  readonly json: boolean;
}

export const USAGE = `npm run soak -- [--minutes N] [--kills N] [--seed S] [--json]
  --minutes N  go on for so long (default 10, or without end when --kills is given)
  --kills N    go on until so many processes were killed (default: without end)
  --seed S     what is done, to whom and when; the nodes themselves are as random as ever
  --json       one JSON object on stdout
`;

/** @returns what was asked for, or a sentence about what is wrong. */
export function parseSoakOptions(argv: readonly string[], freshSeed: () => string): Result<SoakOptions> {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        minutes: { type: 'string' },
        kills: { type: 'string' },
        seed: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const { minutes, kills, seed = freshSeed(), json } = values;
    if (minutes !== undefined && !/^\d{1,4}(\.\d+)?$/.test(minutes))
      return err('--minutes takes a number, such as 10 or 0.5.');
    if (kills !== undefined && !/^[1-9]\d{0,6}$/.test(kills)) return err('--kills takes a number from 1 on.');
    const endless = kills === undefined ? 10 : Infinity;
    return ok({
      seed,
      minutes: minutes === undefined ? endless : Number(minutes),
      kills: kills === undefined ? Infinity : Number(kills),
      json,
    });
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}

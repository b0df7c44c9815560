import { parseArgs } from 'node:util';
import { err, ok, type Result } from '@fyteclub/identity';

/** What a node under test has that the product has not. */
export interface UnderTest {
  /** All its randomness comes from this seed. A restart needs another one, or nonces would come again. */
  readonly seed?: string;
  /** Every byte handed to a channel is written to a file in this folder: see recording.ts. */
  readonly record?: string;
  /** Every secret that it draws, derives or is given is written to a file in this folder: see recording.ts. */
  readonly secrets?: string;
  /** Only so many dials come through, as from behind a router that hides everybody but the first friend. */
  readonly dials?: number;
  /** How far apart two uptimes must be to count as different, ms. */
  readonly electionBucketMs?: number;
  /** How far its clock is ahead of the machine's, ms. */
  readonly aheadMs?: number;
  /** At SIGUSR2 an error that nobody catches is thrown, or a promise that nobody awaits is rejected. */
  readonly fault?: 'throw' | 'reject';
}

/** The command line that {@link parseUnderTest} reads back: our options, `--`, then the product's own. */
export function underTestArgs(options: UnderTest, productArgs: readonly string[]): string[] {
  const { seed, record, secrets, dials, electionBucketMs, aheadMs, fault } = options;
  return [
    ...(seed === undefined ? [] : [`--seed=${seed}`]),
    ...(record === undefined ? [] : [`--record=${record}`]),
    ...(secrets === undefined ? [] : [`--secrets=${secrets}`]),
    ...(dials === undefined ? [] : [`--dials=${dials}`]),
    ...(electionBucketMs === undefined ? [] : [`--election-bucket-ms=${electionBucketMs}`]),
    ...(aheadMs === undefined ? [] : [`--ahead-ms=${aheadMs}`]),
    ...(fault === undefined ? [] : [`--fault=${fault}`]),
    '--',
    ...productArgs,
  ];
}

/** @returns what was asked for and the product's own arguments, or a sentence about what is wrong. */
export function parseUnderTest(argv: readonly string[]): Result<{ options: UnderTest; rest: string[] }> {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        seed: { type: 'string' },
        record: { type: 'string' },
        secrets: { type: 'string' },
        dials: { type: 'string' },
        'election-bucket-ms': { type: 'string' },
        'ahead-ms': { type: 'string' },
        fault: { type: 'string' },
      },
    });
    const { seed, record, secrets, dials, fault, 'election-bucket-ms': bucket, 'ahead-ms': ahead } = values;
    if (bucket !== undefined && !/^[1-9]\d{0,8}$/.test(bucket))
      return err(`no number of milliseconds: ${bucket}`);
    if (ahead !== undefined && !/^[1-9]\d{0,11}$/.test(ahead))
      return err(`no number of milliseconds: ${ahead}`);
    if (dials !== undefined && !/^\d{1,4}$/.test(dials)) return err(`no number of dials: ${dials}`);
    if (fault !== undefined && fault !== 'throw' && fault !== 'reject') return err(`no fault: ${fault}`);
    return ok({
      options: {
        ...(seed === undefined ? {} : { seed }),
        ...(record === undefined ? {} : { record }),
        ...(secrets === undefined ? {} : { secrets }),
        ...(dials === undefined ? {} : { dials: Number(dials) }),
        ...(bucket === undefined ? {} : { electionBucketMs: Number(bucket) }),
        ...(ahead === undefined ? {} : { aheadMs: Number(ahead) }),
        ...(fault === undefined ? {} : { fault }),
      },
      rest: positionals,
    });
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}

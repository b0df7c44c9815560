import type { Counts, Sample, SoakResult } from './soak.ts';

const megabytes = (bytes: number | null): string =>
  bytes === null ? '?' : `${(bytes / 1_000_000).toFixed(0)} MB`;

/** One node: memory, handles, and how long it has lived. */
const cell = ({ rss, handles, ageSeconds }: Sample): string =>
  `${megabytes(rss)} ${handles ?? '?'} fd ${ageSeconds} s`.padEnd(22);

export const heading = (names: readonly string[]): string =>
  ['    s', 'kills', ...names.map((name) => name.padEnd(22))].join('  ').trimEnd();

export function row(samples: readonly Sample[], { kills }: Counts): string {
  const second = String(samples[0]?.second ?? 0);
  return [second.padStart(5), String(kills).padStart(5), ...samples.map(cell)].join('  ').trimEnd();
}

/** How a process grows: its first figures once it has settled, and its last. */
export interface Growth {
  readonly node: string;
  readonly ageSeconds: number;
  readonly rss: readonly [first: number | null, last: number | null];
  readonly handles: readonly [first: number | null, last: number | null];
}

/** The process that lived longest, and how it grew. */
export function growthIn(samples: readonly Sample[]): Growth | undefined {
  const oldest = samples.reduce<Sample | undefined>(
    (best, each) => (best === undefined || each.ageSeconds > best.ageSeconds ? each : best),
    undefined,
  );
  const life = samples.filter(({ pid }) => pid === oldest?.pid);
  const [first, last] = [life[0], life.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  return {
    node: last.node,
    ageSeconds: last.ageSeconds,
    rss: [first.rss, last.rss],
    handles: [first.handles, last.handles],
  };
}

export function describeResult({ seed, seconds, counts, samples, broken }: SoakResult): string {
  const { kills, killsWhileStarting, restarts, transfers, joins } = counts;
  const growth = growthIn(samples);
  const lines = [
    `${seconds} s, ${kills} kills (${killsWhileStarting} while starting), ${restarts} restarts, ${transfers} shares, ${joins} members who left and came back`,
    ...(growth === undefined
      ? []
      : [
          `${growth.node} lived longest, ${growth.ageSeconds} s: ${growth.rss.map(megabytes).join(' to ')}, ${growth.handles.join(' to ')} handles`,
        ]),
    broken === undefined ? 'Nobody lost anything.' : `BROKEN, seed ${seed}: ${broken}`,
  ];
  return `${lines.join('\n')}\n`;
}

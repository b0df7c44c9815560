/** `npm run sim`: whole groups in one process, seed by seed. */
import { availableParallelism } from 'node:os';
import { isCrowd } from './crowd.ts';
import { live } from './live.ts';
import { parseSimOptions, USAGE, type SimOptions } from './options.ts';
import { describeReport, reportOn, type SeedResult } from './report.ts';
import { runSeeds } from './run-seeds.ts';
import { hasRoomForCrowd, runWithRoom } from './room.ts';
import type { Scene } from './scene.ts';
import { shrink } from './shrink.ts';

const say = (text: string): void => void process.stderr.write(text);

const seconds = (ms: number): string => `${(ms / 1000).toFixed(0)} s`;

/** A crowd takes its time, and would seem to hang. */
function tellProgress({ world }: Scene, what: string): void {
  say(`after ${seconds(world.now)}, ${world.messages} messages: ${what.slice(0, 100)}\n`);
}

/** One seed in this very process, so that it can be traced, profiled and debugged. */
async function runOne(seed: string, options: SimOptions): Promise<readonly SeedResult[]> {
  const { trace, shrink: wantsShrinking } = options;
  const result = await live(seed, options, {
    ...(trace !== 'none' && { story: (line) => say(`${line}\n`), everything: trace === 'everything' }),
    ...(isCrowd(options.members) && { progress: tellProgress }),
  });
  const agreed =
    result.agreed === undefined ? '' : `, agreed ${seconds(result.agreed.afterMs)} after all was well`;
  const size = `${result.events} events, ${result.packets} packets, ${seconds(result.lastedMs)} of the world's time`;
  say(`${size}${agreed}; trace ${result.hash}\n`);
  if (wantsShrinking && result.violation !== undefined) {
    const { script, tries } = await shrink(result, (steps) => live(seed, options, { script: steps }));
    say(`the shortest of ${tries} scripts that fail in the same way has ${script.length} steps:\n`);
    say(`${JSON.stringify({ seed, members: result.members, script }, undefined, 2)}\n`);
  }
  return [result];
}

async function runMany(options: SimOptions): Promise<readonly SeedResult[]> {
  let [passed, failed] = [0, 0];
  const { isTTY } = process.stderr;
  return runSeeds({
    ...options,
    done: ({ seed, violation }) => {
      if (violation === undefined) passed += 1;
      else failed += 1;
      const count = `${passed + failed} of ${options.seeds.length} seeds, ${failed} failed`;
      if (violation !== undefined)
        say(`${isTTY ? '\n' : ''}seed ${seed} broke ${violation.broken}: ${violation.detail}\n`);
      if (isTTY) say(`\r${count}`);
      else if ((passed + failed) % 20 === 0) say(`${count}\n`);
    },
  });
}

const options = parseSimOptions(process.argv.slice(2), availableParallelism());
if (!options.ok) {
  say(`${options.error}\n${USAGE}`);
  process.exitCode = 2;
} else if (isCrowd(options.value.members) && !hasRoomForCrowd()) process.exitCode = await runWithRoom();
else {
  const { seeds, members, attackers, json } = options.value;
  const [only, ...others] = seeds;
  const alone = only !== undefined && others.length === 0;
  const results = alone ? await runOne(only, options.value) : await runMany(options.value);
  const report = reportOn(results, { members, attackers });
  if (process.stderr.isTTY && !alone) say('\n');
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : describeReport(report));
  process.exitCode = report.failed.length === 0 ? 0 : 1;
}

/** Runs the seeds it is told, one after the other, in a process of its own. */
import type { SeedResult } from './report.ts';
import type { Task } from './run-seeds.ts';
import { runScenario } from './scenario.ts';

process.on('message', ({ seed, members, attackers }: Task) => {
  void runScenario(seed, { attackers, ...(members !== undefined && { members }) }).then((result) => {
    const answer: SeedResult = {
      seed,
      members: result.members,
      operations: result.operations,
      strikes: result.strikes,
      violation: result.violation,
    };
    process.send?.(answer);
  });
});

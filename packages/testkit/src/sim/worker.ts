/** Runs the seeds it is told, one after the other, in a process of its own. */
import { live } from './live.ts';
import type { SeedResult } from './report.ts';
import type { Task } from './run-seeds.ts';

process.on('message', ({ seed, members, attackers }: Task) => {
  void live(seed, { members, attackers }).then((result) => {
    const answer: SeedResult = {
      seed,
      members: result.members,
      operations: result.operations,
      messages: result.messages,
      bytes: result.bytes,
      lastedMs: result.lastedMs,
      strikes: result.strikes,
      violation: result.violation,
    };
    process.send?.(answer);
  });
});

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addOps } from './graph.rules.ts';
import { emptyGraph } from './op-graph.ts';
import { resolve } from './resolve.rules.ts';
import { crowds, histories } from './testing/histories.ts';
import { plainly } from './testing/plain-rules.ts';

test('P30 P32 P33 P34 P37 the resolver agrees with the rules said plainly, in small groups and large', () => {
  fc.assert(
    fc.property(fc.oneof(histories, crowds), ({ all }) => {
      const { graph } = addOps(emptyGraph(all[0]!.op.shell), all);
      const { members, former, removals, epoch, password } = resolve(graph);
      const plain = plainly([...graph.ops.values()]);
      expect(Object.keys(members).sort()).toEqual(plain.members);
      expect(Object.keys(former).sort()).toEqual(plain.former);
      const accepted = Object.values(removals).filter(({ state }) => state === 'accepted');
      expect(accepted.map(({ id }) => id).sort()).toEqual(plain.accepted);
      expect(epoch).toBe(plain.epoch);
      expect(password).toEqual(plain.password);
    }),
    { numRuns: Number(process.env.RUNS ?? 100) },
  );
});

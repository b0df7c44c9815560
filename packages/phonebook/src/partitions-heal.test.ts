import { expect, test } from '@jest/globals';
import { inviteKeys } from '@fyteclub/identity';
import fc from 'fast-check';
import { encodeOp } from './op-codec.ts';
import { ada, ben, cleo, Copy, dan, eve, HOUR, NOON, person, seedOf } from './testing/cast.ts';
import { Network } from './testing/network.ts';

const FRIENDS = [ada, ben, cleo, dan, eve];

const deed = fc.record({
  who: fc.nat(FRIENDS.length - 1),
  what: fc.constantFrom('invite', 'bring', 'publish', 'cut', 'connect', 'lose', 'keep', 'wait', 'leave'),
  other: fc.nat(FRIENDS.length - 1),
});

test('P27 P19 whatever was cut and lost, once everybody is connected everybody has the same', () => {
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 40, size: 'max' }), (deeds) => {
      const copy = Copy.found();
      FRIENDS.slice(1).forEach((friend, i) => copy.bring(ada, friend, 100 + i));
      const net = new Network();
      const ops = copy.ops.map(({ signed }) => encodeOp(signed));
      const nodes = FRIENDS.map((ring) => net.add(ring, ops, copy.graph.shell));
      deeds.forEach(({ who, what, other }, i) => {
        const node = nodes[who]!;
        const peer = nodes[other]!;
        const { id: invite, proofKey } = inviteKeys(seedOf(500 + i));
        const issue = {
          type: 'invite',
          invite,
          proofKey,
          expiresAt: NOON + HOUR,
          needsPassword: false,
        } as const;
        if (what === 'invite') node.do(issue);
        if (what === 'bring') {
          node.do(issue);
          node.do(copy.claim(inviteKeys(seedOf(500 + i)), person(300 + i)));
        }
        if (what === 'publish') node.publish({ sequence: NOON + i, name: `${who}-${i}` });
        if (what === 'leave' && i % 3 === 0) node.do({ type: 'leave' });
        if (what === 'connect' && who !== other) net.connect(node, peer);
        if (what === 'cut' && who !== other) net.cut(node, peer);
        if (what === 'lose') net.loses = ({ type }) => type === 'phonebook.ops' || i % 2 === 0;
        if (what === 'keep') net.loses = () => false;
        if (what === 'wait') net.pass(45_000);
        net.settle();
      });
      net.loses = () => false;
      const staying = nodes.filter(({ id }) =>
        nodes.every(({ context }) => context.roster.former[id] === undefined),
      );
      for (const a of staying) for (const b of staying) if (a.id < b.id) net.connect(a, b);
      net.pass(45_000);
      for (const { context } of staying) {
        expect(context.roster).toEqual(staying[0]!.context.roster);
        expect(context.book.current).toEqual(staying[0]!.context.book.current);
      }
    }),
    { numRuns: 25 },
  );
});

import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { toHex } from '@fyteclub/identity';
import { packMessage } from './messages.ts';
import { encodeOp } from './op-codec.ts';
import { ada, ben, cleo, dan, filled, recordOf, trio } from './testing/cast.ts';

/** The bytes as the first release wrote them. If one of these changes, old members cannot read new ones. */
const golden = JSON.parse(
  readFileSync(new URL('testing/golden-v1.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, string>>;

const history = trio();
history.revoke(ben, history.invite(ada, 1).id);
history.leave(cleo);
const head = history.roster.heads[0]!;
history.bring(ada, dan, 2);
history.sign(ben, history.remove(ada, dan, 'Was rude'));
history.rotate(ada);
history.do(ada, { type: 'password', verifier: filled(32, 5) });
const { shell } = history.graph;

const written: Readonly<Record<string, Uint8Array>> = {
  ...Object.fromEntries(
    ['genesis', 'invite', 'admit', 'revoke', 'leave', 'remove', 'rotate', 'password'].map((type) => [
      type,
      encodeOp(history.ops.find(({ op }) => op.type === type)!.signed),
    ]),
  ),
  presence: recordOf(ada, shell),
  digest: packMessage({
    type: 'phonebook.digest',
    answer: true,
    heads: [head],
    steps: [head],
    signatures: filled(32, 6),
    records: new Map([[ada.memberId, { sequence: 258, mark: '01020304' }]]),
  }),
  ops: packMessage({ type: 'phonebook.ops', ops: [Uint8Array.of(1), Uint8Array.of(2, 3)] }),
  records: packMessage({ type: 'phonebook.records', records: [Uint8Array.of(4)] }),
};

test.each(Object.keys(written))('version 1 of %s has these bytes', (name) => {
  expect(toHex(written[name]!)).toBe(golden[name]);
});

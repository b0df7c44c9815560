import { inviteKeys, toHex, type KeyRing, type MemberId } from '@fyteclub/identity';
import fc from 'fast-check';
import { encodeOp } from '../op-codec.ts';
import type { CheckedOp, OpBody } from '../op.ts';
import { rotationFor } from '../epoch.rules.ts';
import { Copy, filled, HOUR, NOON, person, seeded, seedOf } from './cast.ts';

const PEOPLE = Array.from({ length: 12 }, (_, i) => person(i + 1));
const BY_ID = new Map(PEOPLE.map((ring) => [ring.memberId, ring]));
const COPIES = 3;
const INVITES = 16;

const DEEDS = [
  'invite',
  'admit',
  'revoke',
  'leave',
  'merge',
  'bring',
  'remove',
  'sign',
  'rotate',
  'password',
] as const;

interface Deed {
  readonly what: (typeof DEEDS)[number];
  readonly where: number;
  /** Picks among those who are members there; now and then a stranger tries. */
  readonly who: number;
  readonly stranger: boolean;
  readonly whom: number;
  readonly invite: number;
}

const deed: fc.Arbitrary<Deed> = fc.record({
  what: fc.constantFrom(
    ...DEEDS,
    'invite',
    'admit',
    'admit',
    'bring',
    'bring',
    'bring',
    'merge',
    'remove',
    'sign',
  ),
  where: fc.nat(COPIES - 1),
  who: fc.nat(20),
  stranger: fc.constantFrom(false, false, false, false, false, true),
  whom: fc.nat(PEOPLE.length - 1),
  invite: fc.nat(INVITES - 1),
});

function actor(copy: Copy, { who, stranger }: Deed): KeyRing {
  const members = Object.keys(copy.roster.members) as MemberId[];
  const chosen = stranger ? undefined : BY_ID.get(members[who % members.length]!);
  return chosen ?? PEOPLE[who % PEOPLE.length]!;
}

function bodyOf(copy: Copy, what: Deed['what'], { whom, invite }: Deed): OpBody {
  const keys = inviteKeys(seedOf(invite));
  const { id, proofKey } = keys;
  switch (what) {
    case 'invite':
      return { type: 'invite', invite: id, proofKey, expiresAt: NOON + HOUR, needsPassword: false };
    case 'revoke':
      return { type: 'revoke', invite: id };
    case 'leave':
      return { type: 'leave' };
    case 'remove':
      return { type: 'remove', target: PEOPLE[whom]!.memberId, reason: '' };
    case 'rotate':
      return rotationFor(copy.roster, filled(32, whom), seeded(invite));
    case 'password':
      return { type: 'password', verifier: filled(whom === 0 ? 0 : 32, whom) };
    default:
      return copy.claim(keys, PEOPLE[whom]!);
  }
}

function sign(copy: Copy, by: KeyRing, { whom }: Deed): void {
  const removals = copy.ops.filter(({ op }) => op.type === 'remove');
  const removal = removals[whom % removals.length];
  if (removal !== undefined) copy.sign(by, removal);
}

function perform(copies: readonly Copy[], step: Deed): void {
  const copy = copies[step.where]!;
  const by = actor(copy, step);
  switch (step.what) {
    case 'merge':
      copy.merge(copies[(step.where + 1 + (step.whom % (COPIES - 1))) % COPIES]!);
      break;
    case 'sign':
      sign(copy, by, step);
      break;
    case 'bring':
      copy.take(copy.author(by, bodyOf(copy, 'invite', step)));
      copy.take(copy.author(by, bodyOf(copy, 'admit', step)));
      break;
    default:
      copy.take(copy.author(by, bodyOf(copy, step.what, step)));
  }
}

interface Told {
  readonly copies: readonly Copy[];
  /** Every operation; a removal that two copies signed differently comes twice. */
  readonly all: readonly CheckedOp[];
}

const from = (size: number): fc.Arbitrary<Told> =>
  fc.array(deed, { minLength: 8, maxLength: 40, size: 'max' }).map((deeds) => {
    const first = Copy.found(PEOPLE[0]);
    for (let i = 1; i < size; i++) first.bring(PEOPLE[i - 1]!, PEOPLE[i]!, 100 + i);
    const copies = Array.from({ length: COPIES }, () => first.split());
    for (const step of deeds) perform(copies, step);
    const all = new Map(
      copies.flatMap(({ ops }) => ops).map((checked) => [toHex(encodeOp(checked.signed)), checked]),
    );
    return { copies, all: [...all.values()] };
  });

/**
 * What happens to a group in three partitions that heal now and then, everybody acting in all of them at once: so
 * there are leavers who act on, keys used twice, invites used twice, people who remove each other, and plenty that is
 * refused.
 */
export const histories = from(3);
/** The same where a removal takes one signature or two, depending on who is counted. */
export const crowds = from(9);

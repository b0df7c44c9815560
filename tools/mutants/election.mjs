/** Mutants of who hosts. */
import { mutantOf } from '../mutant.mjs';

const election = mutantOf('election');
const app = mutantOf('app');

export const mutants = [
  election(
    42,
    'in a tie everybody names itself',
    [
      [
        'host.rules.ts',
        'return tied.sort(byMemberHash)[0];',
        'return tied.includes(me) ? me : tied.sort(byMemberHash)[0];',
      ],
    ],
    'who-hosts.test.ts',
  ),
  election(
    42,
    'of two lists with one number the one that came first stays',
    [
      [
        'lists.rules.ts',
        'a.sequence !== b.sequence ? a.sequence > b.sequence : a.hash < b.hash;',
        'a.sequence > b.sequence;',
      ],
    ],
    'lists.rules.test.ts',
  ),
  election(
    42,
    'of two signs of life with one number the one that came first stays',
    [
      [
        'lives.rules.ts',
        'a.incarnation !== b.incarnation ? a.incarnation > b.incarnation : a.hash < b.hash);',
        'a.incarnation > b.incarnation);',
      ],
    ],
    'everybody-sees-the-same.test.ts',
  ),
  election(
    43,
    'what somebody says of itself counts',
    [
      [
        'host.rules.ts',
        'if (witness === subject || runs[subject] !== instance) continue;',
        'if (runs[subject] !== instance) continue;',
      ],
    ],
    'who-hosts.test.ts',
  ),
  election(
    44,
    'one witness is believed, whatever the others say',
    [['host.rules.ts', 'return told.length >= CAUTIOUS_FROM ? second : earliest;', 'return earliest;']],
    'who-hosts.test.ts',
  ),
  election(
    45,
    'in a tie the order of the roster decides',
    [['host.rules.ts', 'return tied.sort(byMemberHash)[0];', 'return tied[0];']],
    'who-hosts.test.ts',
  ),
  election(
    45,
    'a millisecond decides',
    [
      [
        'host.rules.ts',
        'Math.floor((starts.get(member) ?? Infinity) / bucketMs)',
        'starts.get(member) ?? Infinity',
      ],
    ],
    'who-hosts.test.ts',
  ),
  election(
    46,
    'a suspicion has no end',
    [['suspicion.rules.ts', "setLife(draft, member, { ...life, standing: 'gone' });", '']],
    'the-host-goes.test.ts',
  ),
  election(
    46,
    'whoever misses the host keeps it to itself',
    [
      [
        'suspicion.rules.ts',
        "askToSign(draft, { kind: 'suspicion', subject: member, incarnation: life.beacon.incarnation });",
        '',
      ],
    ],
    'friends-of-friends.test.ts',
  ),
  election(
    47,
    'who meets again has nothing to tell',
    [['links.rules.ts', 'if (message !== undefined) send(draft, member, message);', '']],
    'two-halves-meet.test.ts',
  ),
  election(
    47,
    'news goes back to whom it came from',
    [['news.rules.ts', '(tellers.includes(peer) ? [] : [member])', '(tellers.length < 0 ? [] : [member])']],
    'two-halves-meet.test.ts',
  ),
  app(
    47,
    'whoever was host goes on issuing invites',
    [['node/membership-verbs.ts', 'if (host !== shell.self.ring.memberId)', 'if (host.length === 0)']],
    'shell/two-halves-meet.test.ts',
  ),
  election(
    48,
    'who is away may host',
    [['host.rules.ts', '.filter((member) => member === me || online[member] !== undefined)\n', '']],
    'who-hosts.test.ts',
  ),
  election(
    48,
    'the word of who was removed counts',
    [['host.rules.ts', 'lists.filter(({ witness }) => isMember.has(witness)),', 'lists,']],
    'who-hosts.test.ts',
  ),
  election(
    48,
    'while newcomers are awaited a lost host stays',
    [['election.machine.ts', "on: { JUDGE: { guard: 'hasLostHost', actions: 'announce' } },", '']],
    'the-host-goes.test.ts',
  ),
  election(
    49,
    'who is suspected is gone',
    [
      [
        'suspicion.rules.ts',
        "setLife(draft, member, { ...life, standing: 'suspected' });",
        "setLife(draft, member, { ...life, standing: 'gone' });",
      ],
    ],
    'a-link-goes.test.ts',
    'the-host-goes.test.ts',
  ),
  election(
    49,
    'an uptime outlives its run',
    [
      [
        'host.rules.ts',
        'if (witness === subject || runs[subject] !== instance) continue;',
        'if (witness === subject) continue;',
      ],
    ],
    'who-hosts.test.ts',
  ),
  election(
    50,
    'nobody signs a second sign of life, not even when missed',
    [
      ['round.rules.ts', 'if (isDue(draft.context)) renew(draft);', ''],
      ['gossip.rules.ts', 'if (subject === me) {\n    renewSoon(draft);', 'if (subject === me) {'],
    ],
    'a-month-passes.test.ts',
  ),
];

import { begin } from './election.rules.ts';
import { electionSetup } from './election.setup.ts';

/**
 * Finds out who is online and who hosts, without votes: everybody tells whom it met when and who is alive, and
 * everybody computes the same. Keys stay outside: the machine asks for statements to be signed.
 */
export const electionMachine = electionSetup.createMachine({
  id: 'election',
  context: ({ input }) => begin(input),
  invoke: { id: 'inbound', src: 'inbound' },
  initial: 'present',
  states: {
    present: {
      type: 'parallel',
      on: { RESIGN: { target: 'leaving', actions: 'askForFarewell' } },
      states: {
        // Who is alive: links are proof, beacons are word of mouth, and a suspicion has to stand for a while.
        friends: {
          initial: 'watching',
          states: {
            watching: {
              after: { round: { target: 'watching', reenter: true, actions: 'beat' } },
              on: {
                MEMBERS: { actions: 'setMembers' },
                PEER_UP: { actions: 'meet' },
                PEER_DOWN: { actions: 'part' },
                MESSAGE: { actions: 'hear' },
                SIGNED: { actions: 'publish' },
                PROBE_OVER: { actions: 'concludeProbe' },
                SUSPICION_OVER: { actions: 'concludeSuspicion' },
                RENEW: { actions: 'renew' },
                WRITE: { actions: 'writeList' },
              },
            },
          },
        },
        gossip: {
          initial: 'silent',
          states: {
            silent: { always: { guard: 'hasNews', target: 'collecting' } },
            // One piece of news seldom comes alone: what arrives within a moment goes on as one message a link.
            collecting: { after: { gossip: { target: 'silent', actions: 'flush' } } },
          },
        },
        host: {
          initial: 'gathering',
          states: {
            // Somebody new appeared, so news is on its way: judging now would only make the host jump.
            gathering: {
              always: { guard: 'isAlone', target: 'settled' },
              after: { settle: 'settled' },
              on: { JUDGE: { guard: 'hasLostHost', actions: 'announce' } },
            },
            // A host who is gone is replaced at once, other news is judged a moment later, all of it together. A new
            // run of a peer brings more, which is awaited first.
            settled: {
              entry: 'announce',
              on: { PEER_UP: { guard: 'isNewRun', target: 'gathering' } },
              initial: 'sure',
              states: {
                sure: {
                  on: { JUDGE: [{ guard: 'hasLostHost', actions: 'announce' }, { target: 'unsure' }] },
                },
                unsure: {
                  after: { judgement: { target: 'sure', actions: 'announce' } },
                  on: { JUDGE: { guard: 'hasLostHost', target: 'sure', actions: 'announce' } },
                },
              },
            },
          },
        },
      },
    },
    // Only the last word is waited for: those who are not linked to us hear of our leaving by no other way.
    leaving: {
      after: { farewell: 'resigned' },
      on: { SIGNED: { guard: 'isFarewell', target: 'resigned', actions: 'sayFarewell' } },
    },
    // We are gone and take no part any more.
    resigned: { type: 'final' },
  },
});

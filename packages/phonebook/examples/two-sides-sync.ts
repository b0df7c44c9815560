import { randomBytes } from 'node:crypto';
import { inviteKeys, type KeyRing } from '@fyteclub/identity';
import { authorOp, encodeOp, packMessage, parseMessage, phonebookMachine } from '@fyteclub/phonebook';
import { createActor } from 'xstate';
import { ada, ben, history } from './a-group-of-two.ts';

const now = Date.now();
const shell = history[0].op.shell;

/** A member's copy of the roster, that writes down what its owner does. */
function copyOf(owner: KeyRing) {
  const ops = history.map(({ signed }) => encodeOp(signed));
  const actor = createActor(phonebookMachine, {
    input: { shell, me: owner.memberId, ops, records: [], now },
  });
  const graph = () => actor.getSnapshot().context.graph;
  return {
    actor,
    id: owner.memberId,
    roster: () => actor.getSnapshot().context.roster,
    invite: () => {
      const { id: invite, proofKey } = inviteKeys(randomBytes(16));
      const body = {
        type: 'invite',
        invite,
        proofKey,
        expiresAt: now + 3_600_000,
        needsPassword: false,
      } as const;
      actor.send({ type: 'LOCAL_OP', op: authorOp(owner, graph(), body, now), now });
    },
  };
}
type Copy = ReturnType<typeof copyOf>;

/** What one says, the other hears: as bytes, over whatever wire. */
function carry(from: Copy, to: Copy): void {
  from.actor.on('SEND', ({ message: said }) => {
    const message = parseMessage(packMessage(said));
    if (message !== undefined) to.actor.send({ type: 'MESSAGE', from: from.id, message, now });
  });
}

/** Both were apart, and both invited somebody. Then they meet. */
export function twoSidesSync() {
  const [adas, bens] = [copyOf(ada), copyOf(ben)];
  for (const { actor } of [adas, bens]) actor.start();
  adas.invite();
  bens.invite();
  const apart = [adas, bens].map((copy) => copy.roster());
  carry(adas, bens);
  carry(bens, adas);
  adas.actor.send({ type: 'PEER_UP', peer: bens.id, now });
  bens.actor.send({ type: 'PEER_UP', peer: adas.id, now });
  const together = [adas, bens].map((copy) => copy.roster());
  for (const { actor } of [adas, bens]) actor.stop();
  return { apart, together };
}

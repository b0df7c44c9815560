import { pairOpen, utf8, type MemberId } from '@fyteclub/identity';
import { encodeOp } from '@fyteclub/phonebook';
import { parseIntroduction, type Connection, type IntroductionAsk } from '@fyteclub/transport';
import type { SeededRandom } from '../../corpus/seeded-random.ts';
import type { Attacker } from './attacker.ts';
import { flipped } from './bytes.ts';
import type { Rogue } from './rogue.ts';
import { someone } from './words.ts';

/**
 * Stands in between: passes the frames of a handshake from one member to another, and what it was told of the history
 * with holes, out of order and changed; and does to the introductions that others ask of it whatever it likes. Stopped
 * by signatures over both ends of a connection (P11), by operations that wait for what they depend on (P28) and vouch
 * for themselves (P2), and by endpoints that are sealed to one member for one introduction; whoever is not introduced
 * by one asks another.
 */
export const relay: Attacker = {
  name: 'relay',
  tries: 'reads, changes, drops and mixes up what passes through it',
  properties: [2, 11, 28],
  acts: [
    {
      name: 'passes a handshake on to somebody else',
      run: (rogue, dice) => {
        const [dialler, to] = [someone(rogue, dice), someone(rogue, dice)];
        rogue.ears = {
          ...rogue.ears,
          dialled: (connection, by) => {
            if (by === to) return false;
            rogue.ears = { ...rogue.ears, dialled: () => false };
            void rogue.reach(to).then((other) => {
              pipe(connection, other);
            });
            return true;
          },
        };
        // Whoever loses us dials.
        rogue.lines.get(dialler)?.connection.abort();
      },
    },
    {
      name: 'passes on the history with holes, out of order and changed',
      run: (rogue, dice) => {
        for (const to of rogue.lines.keys())
          for (const { signed } of mixedUp(rogue.known.ops, dice)) {
            const kind = dice.next();
            const bytes = encodeOp(signed);
            if (kind < 0.7) rogue.tellOps(to, bytes);
            else if (kind < 0.85) rogue.tellOps(to, flipped(bytes, dice));
          }
      },
    },
    {
      name: 'keeps introductions to itself',
      run: (rogue) => {
        introduce(rogue, () => undefined);
      },
    },
    {
      name: 'answers introductions with nonsense',
      run: (rogue) => {
        introduce(rogue, (asker, { id, to, sealed }) => {
          const nonsense = rogue.random(sealed.length);
          rogue.say(asker, 'introduction', { type: 'introduction.answered', from: to, id, sealed: nonsense });
        });
      },
    },
    {
      name: 'changes introductions, and brings the answers back',
      run: (rogue, dice) => {
        introduce(rogue, (asker, ask) => {
          offer(rogue, asker, ask, flipped(ask.sealed, dice));
        });
        passAnswersBack(rogue);
      },
    },
    {
      name: 'passes introductions on, and keeps the answers',
      run: (rogue) => {
        introduce(rogue, (asker, ask) => {
          offer(rogue, asker, ask);
        });
      },
    },
    {
      name: 'brings introductions to everybody else',
      run: (rogue) => {
        introduce(rogue, (asker, ask) => {
          for (const to of rogue.lines.keys())
            if (to !== asker && to !== ask.to) offer(rogue, asker, { ...ask, to });
        });
        passAnswersBack(rogue);
      },
    },
    {
      name: 'answers introductions with those of before',
      run: (rogue) => {
        const seen: Uint8Array[] = [];
        introduce(rogue, (asker, { id, to, sealed }) => {
          const old = seen.at(-1) ?? sealed;
          seen.push(sealed);
          rogue.say(asker, 'introduction', { type: 'introduction.answered', from: to, id, sealed: old });
        });
      },
    },
  ],
};

/** Everything that comes out of one goes into the other. */
function pipe(one: Connection, other: Connection | undefined): void {
  if (other === undefined) {
    one.abort();
    return;
  }
  const pass = (from: Connection, to: Connection): void => {
    from.channel.messages$.subscribe({
      next: (bytes) => to.channel.send(bytes),
      complete: () => {
        to.abort();
      },
    });
  };
  pass(one, other);
  pass(other, one);
}

function mixedUp<T>(items: readonly T[], dice: SeededRandom): readonly T[] {
  return items
    .map((item) => ({ item, place: dice.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/** From now on whatever is asked of us is answered like this, after we have tried to read it. */
function introduce(rogue: Rogue, answer: (asker: MemberId, ask: IntroductionAsk) => void): void {
  rogue.ears = {
    ...rogue.ears,
    heard: (from, topic, body) => {
      const message = topic === 'introduction' ? parseIntroduction(body) : undefined;
      if (message?.type !== 'introduction.ask') return topic === 'introduction';
      rogue.introductions.push({ asked: message, read: canRead(rogue, from, message) });
      answer(from, message);
      return true;
    },
  };
}

const offer = (
  rogue: Rogue,
  asker: MemberId,
  { id, to, sealed }: IntroductionAsk,
  changed = sealed,
): boolean => rogue.say(to, 'introduction', { type: 'introduction.offer', from: asker, id, sealed: changed });

/** What comes back for whoever asked is handed over as it is. */
function passAnswersBack(rogue: Rogue): void {
  const { heard } = rogue.ears;
  rogue.ears = {
    ...rogue.ears,
    heard: (from, topic, body) => {
      const message = topic === 'introduction' ? parseIntroduction(body) : undefined;
      if (message?.type !== 'introduction.answer') return heard?.(from, topic, body) ?? false;
      const { id, to, sealed } = message;
      rogue.say(to, 'introduction', { type: 'introduction.answered', from, id, sealed });
      return true;
    },
  };
}

/** Tries every name that the sealed endpoint might be for. */
const canRead = (rogue: Rogue, asker: MemberId, { id, to, sealed }: IntroductionAsk): boolean =>
  [asker, to].some((member) => {
    const kx = rogue.known.roster.members[member]?.kx;
    const pair = kx && { ring: rogue.ring, shell: rogue.shell, peer: { member, kx } };
    return pair !== undefined && pairOpen(pair, utf8(id), sealed).ok;
  });

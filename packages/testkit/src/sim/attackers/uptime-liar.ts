import { signList, signSuspicion, type WitnessEntry } from '@fyteclub/election';
import type { InstanceId, MemberId } from '@fyteclub/identity';
import type { Attacker } from './attacker.ts';
import type { Rogue } from './rogue.ts';
import { beaconOf, someone } from './words.ts';

/**
 * Lies about who has been up for how long: of itself, of its friends, who say the same, and of the host; and says of
 * those who are there that they are gone. Stopped by nobody's word about itself counting (P43), by no single word being
 * believed where three honest ones were heard (P44), and by everybody computing the same from the same lies (P42). Many
 * friends do choose the host, which gains them invite duty and nothing else; they cannot choose one who is not there
 * (P48).
 */
export const uptimeLiar: Attacker = {
  name: 'uptime-liar',
  tries: 'claims long uptimes for itself and its friends, and denies those of others',
  properties: [42, 43, 44, 48],
  acts: [
    {
      name: 'it has been here for ever itself',
      run: (rogue) => {
        witness(rogue, [{ subject: rogue.me, instance: rogue.instance, since: 1 }]);
      },
    },
    {
      name: 'a friend has been here for ever',
      run: (rogue) => {
        const [friend] = rogue.friends();
        if (friend === undefined) return;
        for (const one of [rogue, ...rogue.friends()])
          if (one !== friend) witness(one, [{ subject: friend.me, instance: friend.instance, since: 1 }]);
      },
    },
    {
      name: 'somebody has been here for ever',
      run: (rogue, dice) => {
        witness(rogue, about(rogue, [someone(rogue, dice)], 1));
      },
    },
    {
      name: 'everybody has just come',
      run: (rogue) => {
        witness(rogue, about(rogue, rogue.others(), rogue.now()));
      },
    },
    {
      name: 'everybody is gone',
      run: (rogue) => {
        const { ring, shell, known } = rogue;
        const suspicions = rogue.others().flatMap((subject) => {
          const incarnation = known.lifeOf(subject)?.incarnation;
          return incarnation === undefined ? [] : [signSuspicion(ring, { shell, subject, incarnation })];
        });
        for (const to of rogue.lines.keys()) rogue.gossip(to, { suspicions });
      },
    },
    {
      name: 'it lives tomorrow, and a year ago',
      run: (rogue) => {
        const beacons = [-31_536_000_000, 86_400_000].map((shift) =>
          beaconOf(rogue, { incarnation: rogue.now() + shift }),
        );
        for (const to of rogue.lines.keys()) rogue.gossip(to, { beacons });
      },
    },
  ],
};

/** Tells everybody what it says that it witnessed. */
function witness(rogue: Rogue, entries: readonly WitnessEntry[]): void {
  const { ring, shell, now, lines } = rogue;
  const list = signList(ring, { shell, sequence: now(), entries });
  for (const to of lines.keys()) rogue.gossip(to, { lists: [list] });
}

/** The same of each of them, of the runs that everybody knows of. */
const about = (
  { lines, known }: Rogue,
  members: readonly MemberId[],
  since: number,
): readonly WitnessEntry[] =>
  members.flatMap((subject) => {
    const instance: InstanceId | undefined = lines.get(subject)?.instance ?? known.lifeOf(subject)?.instance;
    return instance === undefined ? [] : [{ subject, instance, since }];
  });

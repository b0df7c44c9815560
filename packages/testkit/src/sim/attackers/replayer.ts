import { encodeOp, type CheckedRecord } from '@fyteclub/phonebook';
import type { SeededRandom } from '../../corpus/seeded-random.ts';
import type { Attacker } from './attacker.ts';
import type { Line } from './handshaking.ts';
import type { Knowledge } from './knowledge.ts';
import type { Rogue } from './rogue.ts';
import { someone, tellAll } from './words.ts';

/**
 * Says again, later and to others, what somebody once said in truth: operations, records, signs of life, witness
 * lists, leases, whole handshakes and sealed frames; and brings all of one group into another. Stopped by numbers that
 * only grow (P20), by tombstones that never expire (P25 P34), by every word naming its group (P4), by leases naming
 * their holder (P9), by challenges and seals that are good for one connection and once (P10 P12).
 */
export const replayer: Attacker = {
  name: 'replayer',
  tries: 'says old things again, to others and to other groups',
  properties: [4, 9, 10, 12, 20, 25, 34],
  acts: [
    {
      name: 'the whole history, children before parents',
      run: (rogue) => {
        tellAll(rogue, ...rogue.known.ops.map(({ signed }) => encodeOp(signed)).reverse());
      },
    },
    {
      name: 'old addresses',
      run: (rogue, dice) => {
        const { records } = rogue.known;
        const old = records.filter((record) => record !== rogue.known.recordOf(record.member));
        for (const to of rogue.lines.keys()) rogue.tellRecords(to, ...bytesOf(shuffled(old, dice)));
      },
    },
    {
      name: 'old signs of life, doubts and witness lists',
      run: (rogue, dice) => {
        const { beacons, suspicions, lists } = rogue.known;
        for (const to of rogue.lines.keys())
          rogue.gossip(to, {
            beacons: shuffled(beacons, dice).slice(0, MAX_TOLD),
            suspicions: shuffled(suspicions, dice).slice(0, MAX_TOLD),
            lists: shuffled(lists, dice).slice(0, MAX_TOLD),
          });
      },
    },
    {
      name: 'a lease that somebody gave us',
      run: (rogue) => {
        for (const token of [rogue.token, ...rogue.known.tokens])
          for (const to of rogue.lines.keys())
            rogue.say(to, 'membership', { type: 'membership.token', token });
      },
    },
    {
      name: 'a handshake of another connection',
      run: async (rogue, dice) => {
        const [line, to] = [aLine(rogue, dice), someone(rogue, dice)];
        const connection = line && (await rogue.reach(to));
        // The other side sends its challenge in between, which is not the one that the proof answers.
        for (const frame of line?.frames.sent.slice(0, HANDSHAKE_FRAMES) ?? []) {
          connection?.channel.send(frame);
          await rogue.pause(A_MOMENT_MS);
        }
      },
    },
    {
      name: 'the challenge of somebody else to whoever dials us',
      run: (rogue, dice) => {
        const line = aLine(rogue, dice);
        const [challenge] = line?.frames.heard ?? [];
        if (line === undefined || challenge === undefined) return;
        rogue.ears = {
          ...rogue.ears,
          dialled: (connection) => {
            rogue.ears = { ...rogue.ears, dialled: () => false };
            connection.channel.messages$.subscribe(() => {
              connection.channel.send(challenge);
            });
            return true;
          },
        };
        // Whoever loses us dials.
        line.connection.abort();
      },
    },
    {
      name: 'a sealed frame of ours',
      run: (rogue, dice) => {
        const line = aLine(rogue, dice);
        const frame = line?.frames.sent.at(-1);
        if (frame !== undefined) line?.connection.channel.send(frame);
      },
    },
    {
      name: 'a sealed frame of theirs',
      run: (rogue, dice) => {
        const line = aLine(rogue, dice);
        const frame = line?.frames.heard.at(-1);
        if (frame !== undefined) line?.connection.channel.send(frame);
      },
    },
    {
      name: 'another group',
      run: (rogue) => {
        if (rogue.elsewhere !== undefined) tellEverything(rogue, rogue.elsewhere);
      },
    },
  ],
};

/** Statements of one kind that fit a message. */
const MAX_TOLD = 60;
/** Hello and proof. */
const HANDSHAKE_FRAMES = 2;
const A_MOMENT_MS = 500;

function aLine(rogue: Rogue, dice: SeededRandom): Line | undefined {
  const lines = [...rogue.lines.values()];
  return lines.length === 0 ? undefined : dice.pick(lines);
}

const bytesOf = (records: readonly CheckedRecord[]): readonly Uint8Array[] =>
  records.map(({ bytes }) => bytes);

function shuffled<T>(items: readonly T[], dice: SeededRandom): readonly T[] {
  return items
    .map((item) => ({ item, place: dice.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

function tellEverything(rogue: Rogue, { ops, records, beacons, lists, tokens }: Knowledge): void {
  for (const to of rogue.lines.keys()) {
    rogue.tellOps(to, ...ops.map(({ signed }) => encodeOp(signed)));
    rogue.tellRecords(to, ...bytesOf(records));
    rogue.gossip(to, { beacons, lists });
    for (const token of tokens) rogue.say(to, 'membership', { type: 'membership.token', token });
  }
}

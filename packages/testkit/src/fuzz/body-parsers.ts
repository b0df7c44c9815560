import { parseHanded, parseHistory, parseRenewal, parseWelcome } from '@fyteclub/app/testing';
import { parseMessage as parseElection } from '@fyteclub/election';
import { parseTransferMessage } from '@fyteclub/transfer';
import { parseIntroduction, parseOverlay } from '@fyteclub/transport';
import { ada, ben, random } from './people.ts';
import type { Target } from './sample.ts';

const some = random(72);
const mod = 'a1'.repeat(32);
const id = 'b2'.repeat(16);
const samples = (...wholes: readonly unknown[]): Target<unknown>['samples'] =>
  wholes.map((whole) => ({ whole }));

/** These take what MessagePack gave, whatever it is. */
export const bodyParsers: Readonly<Record<string, Target<unknown>>> = {
  election: {
    decode: parseElection,
    samples: samples(
      { type: 'election.gossip', beacons: [some], suspicions: [some], lists: [some, some] },
      { type: 'election.digest', ask: true, marks: new Uint8Array() },
      { type: 'election.probe', id: 7, subject: ben.id },
      { type: 'election.ack', id: 7, reach: 'asking' },
      { type: 'election.ping', id: 7 },
      { type: 'election.pong', id: 7 },
    ),
  },
  transfer: {
    decode: parseTransferMessage,
    samples: samples(
      { type: 'transfer.sight', inRange: true },
      { type: 'transfer.offers', mods: [{ mod, name: 'Rainbow hair', bytes: 12, files: 3 }] },
      { type: 'transfer.request', transfer: id, mod },
      { type: 'transfer.accept', transfer: id, answer: id },
      { type: 'transfer.refuse', transfer: id, code: 'busy' },
    ),
  },
  introduction: {
    decode: parseIntroduction,
    samples: samples(
      { type: 'introduction.ask', to: ben.id, id, sealed: some, asker: ada.id },
      { type: 'introduction.offer', from: ben.id, id, sealed: some },
      { type: 'introduction.answer', to: ben.id, id, sealed: some },
      { type: 'introduction.answered', from: ben.id, id, sealed: some },
      { type: 'introduction.refuse', id, code: 'busy' },
    ),
  },
  overlay: {
    decode: parseOverlay,
    samples: samples({ type: 'overlay.need', needed: false }, { type: 'overlay.part' }),
  },
  welcome: {
    decode: parseWelcome,
    samples: samples({
      type: 'membership.welcome',
      ops: [some, some],
      records: [some],
      token: some,
      epoch: mod,
      epochBox: some,
    }),
  },
  history: { decode: parseHistory, samples: samples({ type: 'membership.history', ops: [some] }) },
  'epoch handed over': {
    decode: parseHanded,
    samples: samples({ type: 'membership.epoch', epoch: mod, box: some }),
  },
  renewal: { decode: parseRenewal, samples: samples({ type: 'membership.token', token: some }) },
};

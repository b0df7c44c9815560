import { describe, expect, test } from '@jest/globals';
import { toHex, type MemberId } from '@fyteclub/identity';
import { createCoverage } from '@fyteclub/identity/testing';
import fc from 'fast-check';
import { createActor, SimulatedClock } from 'xstate';
import { toDirectedGraph } from 'xstate/graph';
import {
  introductionMachine,
  type IntroductionEmitted,
  type IntroductionEvent,
} from './introduction.machine.ts';
import {
  MAX_SEALED_BYTES,
  parseIntroduction,
  type IntroductionAnswer,
  type IntroductionAsk,
} from './introduction.messages.ts';
import {
  EMPTY_RELAY_BOOK,
  INTRODUCTION_LIFE_MS,
  MAX_ASKS_PER_MEMBER,
  relay,
  type RelayBook,
  type RelayLinks,
} from './introduction.rules.ts';

const member = (number: number): MemberId => toHex(new Uint8Array(32).fill(number)) as MemberId;
const [ada, ben, cleo, dora, eve] = [1, 2, 3, 4, 5].map(member) as [
  MemberId,
  MemberId,
  MemberId,
  MemberId,
  MemberId,
];
const id = 'ab'.repeat(16);
const sealed = Uint8Array.of(1, 2, 3);
const NOON = Date.UTC(2026, 0, 1, 12);
/** Cleo, linked to everybody but some, of whom she knows somebody nearer or not. */
const cleos = (stranger?: MemberId, nearer?: MemberId): RelayLinks => ({
  connected: (other) => other !== stranger,
  nearer: () => nearer,
});
const everybody = cleos();
const ask: IntroductionAsk = { type: 'introduction.ask', to: ben, id, sealed };
const answer: IntroductionAnswer = { type: 'introduction.answer', to: ada, id, sealed: Uint8Array.of(9) };

describe('Cleo introduces Ada to Ben', () => {
  test('she passes the ask on, and the answer back, under the names she has checked herself', () => {
    const asked = relay(EMPTY_RELAY_BOOK, ada, ask, everybody, NOON);
    expect(asked.send).toEqual({ to: ben, message: { type: 'introduction.offer', from: ada, id, sealed } });
    const answered = relay(asked.book, ben, answer, everybody, NOON + 1);
    expect(answered.send).toEqual({
      to: ada,
      message: { type: 'introduction.answered', from: ben, id, sealed: Uint8Array.of(9) },
    });
    expect(relay(answered.book, ben, answer, everybody, NOON + 2).send).toBeUndefined();
  });

  test('she refuses when she is not connected to Ben', () => {
    const { send } = relay(EMPTY_RELAY_BOOK, ada, ask, cleos(ben), NOON);
    expect(send).toEqual({ to: ada, message: { type: 'introduction.refuse', id, code: 'not-connected' } });
  });

  test('an answer that comes too late is dropped', () => {
    const { book } = relay(EMPTY_RELAY_BOOK, ada, ask, everybody, NOON);
    expect(relay(book, ben, answer, everybody, NOON + INTRODUCTION_LIFE_MS).send).toBeUndefined();
  });
});

describe('Cleo is not linked to Ben, but Dora may be', () => {
  const byCleo = relay(EMPTY_RELAY_BOOK, ada, ask, cleos(ben, dora), NOON);
  const handedOn: IntroductionAsk = { ...ask, asker: ada };
  const byDora = relay(EMPTY_RELAY_BOOK, cleo, handedOn, everybody, NOON);

  test('the ask goes by both to Ben, and the answer back by both to Ada', () => {
    expect(byCleo.send).toEqual({ to: dora, message: handedOn });
    expect(byDora.send).toEqual({ to: ben, message: { type: 'introduction.offer', from: ada, id, sealed } });
    const backAtDora = relay(byDora.book, ben, answer, everybody, NOON);
    expect(backAtDora.send).toEqual({ to: cleo, message: answer });
    const backAtCleo = relay(byCleo.book, dora, answer, cleos(ben, dora), NOON);
    expect(backAtCleo.send).toEqual({
      to: ada,
      message: { type: 'introduction.answered', from: ben, id, sealed: Uint8Array.of(9) },
    });
    expect(relay(backAtCleo.book, dora, answer, cleos(ben, dora), NOON).send).toBeUndefined();
  });

  test('Dora, who is not linked to Ben either, hands it to nobody, and Ada hears of that', () => {
    const refused = relay(EMPTY_RELAY_BOOK, cleo, handedOn, cleos(ben, eve), NOON);
    const refusal = { type: 'introduction.refuse', id, code: 'not-connected' } as const;
    expect(refused.send).toEqual({ to: cleo, message: refusal });
    const passedOn = relay(byCleo.book, dora, refusal, cleos(ben, dora), NOON);
    expect(passedOn.send).toEqual({ to: ada, message: refusal });
    expect(relay(passedOn.book, dora, answer, cleos(ben, dora), NOON).send).toBeUndefined();
  });

  test('nobody else answers or refuses in Dora’s place', () => {
    expect(relay(byCleo.book, eve, answer, everybody, NOON).send).toBeUndefined();
    const refusal = { type: 'introduction.refuse', id, code: 'busy' } as const;
    expect(relay(byCleo.book, eve, refusal, everybody, NOON).send).toBeUndefined();
  });

  test('Eve cannot flood Ben with asks that she says are others’', () => {
    let book: RelayBook = EMPTY_RELAY_BOOK;
    for (let i = 0; i < 1_000; i++) {
      const asker = member(i % 50 === 0 ? 9 : 10 + (i % 50));
      book = relay(book, eve, { ...ask, id: i.toString(16).padStart(32, '0'), asker }, everybody, NOON).book;
    }
    expect(book.pending).toHaveLength(MAX_ASKS_PER_MEMBER);
  });
});

describe('Eve, a member too, cannot use Cleo', () => {
  test('to answer for Ben, or to send Ada what she did not ask for', () => {
    const { book } = relay(EMPTY_RELAY_BOOK, ada, ask, everybody, NOON);
    expect(relay(book, eve, answer, everybody, NOON).send).toBeUndefined();
    expect(relay(book, ben, { ...answer, to: eve }, everybody, NOON).send).toBeUndefined();
    expect(relay(EMPTY_RELAY_BOOK, eve, answer, everybody, NOON).send).toBeUndefined();
  });

  test('to talk to herself, or to have one ask passed on twice', () => {
    expect(relay(EMPTY_RELAY_BOOK, eve, { ...ask, to: eve }, everybody, NOON).send).toBeUndefined();
    const { book } = relay(EMPTY_RELAY_BOOK, eve, ask, everybody, NOON);
    expect(relay(book, eve, ask, everybody, NOON).send).toBeUndefined();
  });

  test('to flood Ben, while others still get through', () => {
    let book: RelayBook = EMPTY_RELAY_BOOK;
    const passed: string[] = [];
    for (let i = 0; i < 1_000; i++) {
      const one = { ...ask, id: i.toString(16).padStart(32, '0') };
      const next = relay(book, eve, one, everybody, NOON + i);
      book = next.book;
      passed.push(next.send?.message.type ?? '');
    }
    expect(passed.filter((type) => type === 'introduction.offer')).toHaveLength(MAX_ASKS_PER_MEMBER);
    expect(book.pending).toHaveLength(MAX_ASKS_PER_MEMBER);
    expect(relay(book, ada, ask, everybody, NOON + 1_000).send?.to).toBe(ben);
  });
});

describe('what comes on the topic', () => {
  test('is one of five messages, or nothing; never an exception', () => {
    for (const good of [
      ask,
      { ...ask, asker: cleo },
      answer,
      { type: 'introduction.offer', from: ada, id, sealed },
      { type: 'introduction.answered', from: ben, id, sealed },
      { type: 'introduction.refuse', id, code: 'busy' },
    ])
      expect(parseIntroduction(good)).toEqual(good);
    for (const bad of [
      null,
      7,
      [],
      { ...ask, to: 'ben' },
      { ...ask, asker: 'ada' },
      { ...ask, id: 'short' },
      { ...ask, sealed: new Uint8Array() },
      { ...ask, sealed: new Uint8Array(MAX_SEALED_BYTES + 1) },
      { ...ask, sealed: 'text' },
      { ...ask, type: 'introduction.offer' },
      { ...ask, type: 'introduction.other' },
      { type: 'introduction.refuse', id, code: 'because' },
    ])
      expect(parseIntroduction(bad)).toBeUndefined();
    fc.assert(fc.property(fc.anything(), (any) => void parseIntroduction(any)));
  });
});

type Step = IntroductionEvent | number;
const asks = (relayed: MemberId): IntroductionEmitted => ({ type: 'SEND', to: relayed, message: ask });
const meet: IntroductionEmitted = { type: 'MEET', sealed: Uint8Array.of(9) };
const answered: IntroductionEvent = { type: 'ANSWERED', from: ben, id, sealed: Uint8Array.of(9) };

const STORIES: Readonly<Record<string, readonly [readonly Step[], readonly IntroductionEmitted[]]>> = {
  'Ben answers through Cleo, and they meet': [
    [answered, { type: 'MET' }],
    [asks(cleo), meet, { type: 'INTRODUCED' }],
  ],
  'Cleo refuses, Dora helps, the meeting fails': [
    [{ type: 'REFUSED', by: cleo, id }, answered, { type: 'MEETING_FAILED' }],
    [asks(cleo), asks(dora), meet, { type: 'FAILED', code: 'not-met' }],
  ],
  'Cleo is lost, Dora is silent': [
    [{ type: 'RELAY_LOST', relay: cleo }, 5_000],
    [asks(cleo), asks(dora), { type: 'FAILED', code: 'no-answer' }],
  ],
  'Cleo’s answer comes after Dora was asked; nothing gets through': [
    [5_000, answered, 45_000],
    [asks(cleo), asks(dora), meet, { type: 'FAILED', code: 'not-met' }],
  ],
  'what is not for us changes nothing': [
    [
      { ...answered, from: eve },
      { ...answered, id: 'cd'.repeat(16) },
      { type: 'REFUSED', by: eve, id },
      { type: 'RELAY_LOST', relay: dora },
      5_000,
      5_000,
    ],
    [asks(cleo), asks(dora), { type: 'FAILED', code: 'no-answer' }],
  ],
};

describe('Ada asks to be introduced', () => {
  const coverage = createCoverage(introductionMachine);

  test.each(Object.entries(STORIES))('%s', (_, [steps, emitted]) => {
    const clock = new SimulatedClock();
    const input = { to: ben, id, sealed, relays: [cleo, dora] };
    const actor = createActor(introductionMachine, { clock, inspect: coverage.inspect, input });
    const said: IntroductionEmitted[] = [];
    actor.on('*', (event) => said.push(event));
    actor.start();
    for (const step of steps) {
      if (typeof step === 'number') clock.increment(step);
      else actor.send(step);
    }
    expect(said).toEqual(emitted);
    expect(actor.getSnapshot().status).toBe('done');
  });

  test('the stories walk every transition, and the machine can be drawn', () => {
    expect(coverage.missing()).toEqual([]);
    expect(toDirectedGraph(introductionMachine).children.map(({ id: state }) => state)).toEqual([
      'introduction.choosing',
      'introduction.waiting',
      'introduction.meeting',
      'introduction.introduced',
      'introduction.failed',
    ]);
  });
});

import { person } from '@fyteclub/identity/testing';
import { encodeEnvelope } from '@fyteclub/transport';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { parseReady } from './messages.ts';
import { runReadyCheck, twoMembers, type Links } from './wiring.ts';

const [ada, ben] = [person('Ada').id, person('Ben').id];
let pulls: string[];
let adas: ReturnType<typeof runReadyCheck>;
let bens: ReturnType<typeof runReadyCheck>;
let bensLinks: Links;

beforeEach(() => {
  pulls = [];
  const [one, two] = twoMembers(ada, ben);
  bensLinks = two;
  adas = runReadyCheck(one, () => pulls.push('Ada'));
  bens = runReadyCheck(two, () => pulls.push('Ben'));
  adas.send({ type: 'PEER_UP', member: ben });
  bens.send({ type: 'PEER_UP', member: ada });
});

describe('a ready check', () => {
  test('pulls at both when both are ready, and once', () => {
    adas.send({ type: 'SAY', ready: true });
    expect(pulls).toEqual([]);
    bens.send({ type: 'SAY', ready: true });
    expect(pulls.sort()).toEqual(['Ada', 'Ben']);
    bens.send({ type: 'SAY', ready: true });
    expect(pulls).toHaveLength(2);
  });

  test('waits again for whoever changes their mind', () => {
    adas.send({ type: 'SAY', ready: true });
    bens.send({ type: 'SAY', ready: true });
    bens.send({ type: 'SAY', ready: false });
    expect([adas, bens].map((actor) => actor.getSnapshot().value)).toEqual(['waiting', 'waiting']);
  });

  test('of one is none', () => {
    adas.send({ type: 'PEER_DOWN', member: ben });
    adas.send({ type: 'SAY', ready: true });
    expect(pulls).toEqual([]);
  });

  test('Eve talks nonsense on its topic and is not heard', () => {
    adas.send({ type: 'SAY', ready: true });
    for (const body of [null, 7, { type: 'ready.said' }, { type: 'ready.said', ready: 'yes' }]) {
      expect(parseReady(body)).toBeUndefined();
      bensLinks.send(ada, encodeEnvelope({ topic: 'ready', body }));
    }
    bensLinks.send(ada, Uint8Array.of(0xc1));
    expect(adas.getSnapshot().value).toBe('waiting');
  });
});

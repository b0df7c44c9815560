import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { concat, fromHex, toHex, utf8 } from './bytes.ts';
import {
  generatorOf,
  generatorString,
  intermediateKey,
  lvCat,
  scalarMultVerified,
  startCpace,
  type CpaceInput,
} from './cpace.ts';
import { sodium } from './sodium.ts';
import { seededRandom } from './testing/index.ts';

const hex = (text: string): Uint8Array => fromHex(text.replace(/\s/g, '')) ?? new Uint8Array();

/** Known answers of draft-irtf-cfrg-cpace-21, appendices A.1 and B.3. */
const input: CpaceInput = {
  prs: utf8('Password'),
  ci: utf8('\u000bA_initiator\u000bB_responder'),
  sid: hex('7e4b4791d6a8ef019b936c79fb7f2c57'),
};
const known = {
  generatorString:
    '11435061636552697374726574746f3235350850617373776f726464' +
    '00'.repeat(100) +
    '180b415f696e69746961746f720b425f726573706f6e646572107e4b4791d6a8ef019b936c79fb7f2c57',
  g: '222b6b195fe84b1652badb6f6a3ae3d24341e7306967f0b8115b40d5698c7e56',
  ya: 'da3d23700a9e5699258aef94dc060dfda5ebb61f02a5ea77fad53f4ff0976d08',
  Ya: 'd6bac480f2c386c394efc7c47adb9925dcd2630b64f240c50f8d0eec482b9157',
  yb: 'd2316b454718c35362d83d69df6320f38578ed5984651435e2949762d900b80d',
  Yb: '3ea7e0b19560d7c0b0f5734f63b955286dfa8232b5ebe63324e2d9e7433f7258',
  K: '80b69a8a76457ab6a4d7f887a4bf6b55a2f80ac19c333f917a05fc9887c8b40f',
  ISK:
    'b69effbf61b51d56401c0f65601abe428de8206feaaf0e32198896dcae7b35cd' +
    '2b38950a39dfd5d4a79164614c2984f7daa460b588c1e80c3fa2068af7900447',
};
const [a, b] = [
  { share: hex(known.Ya), ad: utf8('ADa') },
  { share: hex(known.Yb), ad: utf8('ADb') },
];
/** Randomness that makes this the scalar. */
const scalar = (of: string) => (): Uint8Array => concat(hex(of), new Uint8Array(32));

describe('the known answers of the draft', () => {
  test('lengths before parts', () => {
    expect(toHex(lvCat(utf8('1234'), utf8('5'), utf8(''), utf8('6789')))).toBe('04313233340135000436373839');
    expect(toHex(lvCat())).toBe('');
    const long = Uint8Array.from({ length: 128 }, (_, i) => i);
    expect(toHex(lvCat(long.subarray(0, 127)))).toBe(`7f${toHex(long.subarray(0, 127))}`);
    expect(toHex(lvCat(long))).toBe(`8001${toHex(long)}`);
  });

  test('the generator', () => {
    expect(toHex(generatorString(input))).toBe(known.generatorString);
    expect(toHex(generatorOf(input))).toBe(known.g);
  });

  test('both shares', () => {
    expect(toHex(startCpace('initiator', input, scalar(known.ya)).share)).toBe(known.Ya);
    expect(toHex(startCpace('responder', input, scalar(known.yb)).share)).toBe(known.Yb);
  });

  test('the secret element and the key', () => {
    expect(toHex(scalarMultVerified(hex(known.ya), b.share)!)).toBe(known.K);
    expect(toHex(scalarMultVerified(hex(known.yb), a.share)!)).toBe(known.K);
    expect(toHex(intermediateKey(input.sid, hex(known.K), a, b))).toBe(known.ISK);
  });

  test('a product of a valid element, and none of invalid ones', () => {
    const s = hex('7cd0e075fa7955ba52c02759a6c90dbbfc10e6d40aea8d283e407d88cf538a05');
    const x = '2c3c6b8c4f3800e7aef6864025b4ed79bd599117e427c41bd47d93d654b4a51c';
    expect(toHex(scalarMultVerified(s, hex(x))!)).toBe(
      '7c13645fe790a468f62c39beb7388e541d8405d1ade69d1778c5fe3e7f6b600e',
    );
    expect(scalarMultVerified(s, hex(x.replace('2c', '2b')))).toBeUndefined();
    expect(scalarMultVerified(s, new Uint8Array(32))).toBeUndefined();
  });
});

describe('the confirmation', () => {
  const finished = (role: 'initiator' | 'responder') =>
    startCpace(role, input, scalar(role === 'initiator' ? known.ya : known.yb)).finish({
      initiator: a,
      responder: b,
    });

  test('is what section 10.4 says, for both sides', () => {
    // The draft has no known answer for this step: it is computed here a second time, from the ISK that it does give.
    const macKey = sodium.crypto_hash_sha512(concat(utf8('CPaceMac'), input.sid, hex(known.ISK)));
    const tag = (message: string): string => createHmac('sha512', macKey).update(hex(message)).digest('hex');
    const tags = finished('initiator');
    expect(toHex(tags!.initiator)).toBe(tag(`20${known.Ya}03414461`));
    expect(toHex(tags!.responder)).toBe(tag(`20${known.Yb}03414462`));
    expect(finished('responder')).toEqual(tags);
  });
});

describe('two who differ in anything arrive at different keys', () => {
  const run = (theirs: Partial<CpaceInput>, ads = ['a', 'b', 'a', 'b']): boolean => {
    const initiator = startCpace('initiator', input, seededRandom('a'));
    const responder = startCpace('responder', { ...input, ...theirs }, seededRandom('b'));
    const [sentA, sentB, seenA, seenB] = ads.map(utf8);
    const ofA = initiator.finish({
      initiator: { share: initiator.share, ad: sentA! },
      responder: { share: responder.share, ad: seenB! },
    });
    const ofB = responder.finish({
      initiator: { share: initiator.share, ad: seenA! },
      responder: { share: responder.share, ad: sentB! },
    });
    const alike = [ofA?.initiator, ofB?.initiator].map((tag) => toHex(tag ?? new Uint8Array()));
    const others = [ofA?.responder, ofB?.responder].map((tag) => toHex(tag ?? new Uint8Array()));
    return alike[0] === alike[1] && others[0] === others[1];
  };

  test('and in nothing, at the same', () => {
    expect(run({})).toBe(true);
  });

  test.each<[string, Partial<CpaceInput>]>([
    ['the password', { prs: utf8('password') }],
    ['the channel', { ci: utf8('another') }],
    ['the session', { sid: utf8('another') }],
  ])('%s', (_, theirs) => {
    expect(run(theirs)).toBe(false);
  });

  test('what either says of itself', () => {
    expect(run({}, ['a', 'b', 'x', 'b'])).toBe(false);
    expect(run({}, ['a', 'b', 'a', 'x'])).toBe(false);
  });
});

describe('a share that nobody may use', () => {
  const ORDER = 'edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010';
  test.each([
    ['the neutral element', '00'.repeat(32)],
    ['a negative encoding', known.Ya.replace(/^d6/, 'd7')],
    ['the neutral element, spelt beyond the field', 'ed' + 'ff'.repeat(30) + '7f'],
    ['an unused top bit', known.Ya.replace(/57$/, 'd7')],
    ['one byte too few', known.Ya.slice(2)],
    ['nothing', ''],
  ])('%s', (_, share) => {
    const ours = startCpace('responder', input, seededRandom('b'));
    const messages = {
      initiator: { share: hex(share), ad: a.ad },
      responder: { share: ours.share, ad: b.ad },
    };
    expect(ours.finish(messages)).toBeUndefined();
  });

  test('and no scalar is used twice, nor a multiple of the order of the group', () => {
    const ours = startCpace('responder', input, seededRandom('b'));
    const messages = { initiator: a, responder: { share: ours.share, ad: b.ad } };
    expect(ours.finish(messages)).toBeDefined();
    expect(ours.finish(messages)).toBeUndefined();
    expect(() => startCpace('responder', input, () => concat(hex(ORDER), new Uint8Array(32)))).toThrow();
  });

  test('a run given up leaves nothing to finish', () => {
    const ours = startCpace('responder', input, seededRandom('b'));
    ours.wipe();
    expect(ours.finish({ initiator: a, responder: b })).toBeUndefined();
  });
});

import { describe, expect, test } from '@jest/globals';
import { leaseEndsAt, leaseStanding, needsRenewal } from './lease.rules.ts';
import { checkRenewal, keepTokens } from './renewal.ts';
import { FakeGroup, person, shellNamed, tokenFor, type Person } from './testing/index.ts';
import { readToken, TOKEN_LIFE_MS, type Token } from './token.ts';

const DAY = 24 * 3_600_000;
const now = 1_700_000_000_000;
const [ada, ben, cleo, eve] = [person('Ada'), person('Ben'), person('Cleo'), person('Eve')];
const shell = shellNamed('raid night');
const group = new FakeGroup(ada, ben, cleo);

/** Ben's, by `issuer`, issued so many days ago. */
const bytes = (issuer: Person, age = 0): Uint8Array => tokenFor(issuer, ben, shell, now - age * DAY);
function token(issuer: Person, age = 0): Token {
  const read = readToken(bytes(issuer, age));
  if (!read.ok) throw new Error(read.error);
  return read.value;
}
/** The same group, in which Eve has been removed by people who had seen nothing of her. */
const withoutEve = (): FakeGroup => {
  const view = new FakeGroup(ada, ben, cleo, eve);
  view.remove(eve);
  return view;
};

describe('a lease slides', () => {
  test('P7 once half of it is used, whoever Ben meets renews it', () => {
    const both = (age: number): readonly [Token, Token] => [token(ada, age), token(cleo, 1)];
    for (const by of [ada, cleo]) {
      expect(needsRenewal(both(14.9), by.id, group, now)).toBe(false);
      expect(needsRenewal(both(15), by.id, group, now)).toBe(true);
      expect(needsRenewal(both(40), by.id, group, now)).toBe(true);
    }
  });

  test('whoever did not issue it adds a second one, so that no single issuer is all that he has', () => {
    expect(needsRenewal([token(ada)], ada.id, group, now)).toBe(false);
    expect(needsRenewal([token(ada)], cleo.id, group, now)).toBe(true);
    expect(needsRenewal([token(ada), token(cleo, 1)], cleo.id, group, now)).toBe(false);
    expect(needsRenewal([token(ada), token(cleo, 15)], cleo.id, group, now)).toBe(true);
    expect(needsRenewal([token(ada), token(cleo, 15)], ada.id, group, now)).toBe(false);
  });

  test('P8 one by somebody who was removed is replaced at once, even where it still counts', () => {
    expect(needsRenewal([token(eve), token(ada, 1)], ada.id, withoutEve(), now)).toBe(true);
  });
});

describe('what Ben is sent as his new token', () => {
  const expected = { shell, member: ben.id, kx: ben.ring.kxPublic, issuer: ada.id };
  const check = (sent: Uint8Array): string => {
    const checked = checkRenewal(sent, expected, group, now);
    return checked.ok ? 'ok' : checked.error;
  };

  test.each<[string, string, Uint8Array]>([
    ['by the peer, for him, for 30 days', 'ok', bytes(ada)],
    ['by somebody else', 'token-not-for-us', bytes(cleo)],
    ['for somebody else', 'token-not-for-us', tokenFor(ada, cleo, shell, now)],
    ['for another key of his', 'token-not-for-us', tokenFor(ada, ben, shell, now, { kx: eve.ring.kxPublic })],
    [
      'for somebody else with the key of Ben',
      'token-not-for-us',
      tokenFor(ada, cleo, shell, now, { kx: ben.ring.kxPublic }),
    ],
    ['for another group', 'token-wrong-shell', tokenFor(ada, ben, shellNamed('x'), now)],
    ['that has run out', 'token-expired', bytes(ada, 31)],
    ['from the future', 'token-not-yet-valid', bytes(ada, -1)],
    ['with a bit flipped', 'token-bad-signature', bytes(ada).with(-1, (bytes(ada).at(-1) ?? 0) ^ 1)],
    ['that is none', 'token-malformed', new Uint8Array(10)],
  ])('%s: %s', (_, code, sent) => {
    expect(check(sent)).toBe(code);
  });
});

describe('of the tokens that he was given, Ben keeps', () => {
  const kept = (held: readonly Uint8Array[], view = group): readonly Uint8Array[] => keepTokens(held, view);
  const [newest, older, spare, oldSpare] = [bytes(ada), bytes(ada, 3), bytes(cleo, 9), bytes(cleo, 12)];

  test('the one that lives longest, and the longest-lived by anybody else', () => {
    expect(kept([oldSpare, older, spare, newest])).toEqual([newest, spare]);
    expect(kept([older, newest])).toEqual([newest]);
    expect(kept([newest, new Uint8Array(3)])).toEqual([newest]);
    expect(kept([])).toEqual([]);
  });

  test('P8 none that a removal has voided, unless he has nothing else', () => {
    expect(kept([bytes(eve), spare], withoutEve())).toEqual([spare]);
    expect(kept([bytes(eve)], withoutEve())).toEqual([bytes(eve)]);
  });
});

describe('what several tokens amount to', () => {
  const standing = (tokens: readonly [Token, ...Token[]], view: FakeGroup): unknown => {
    const result = leaseStanding(tokens, view, now, { shell });
    return result.ok ? result.value.state : result.error;
  };

  test('one that counts is enough, whichever it is', () => {
    expect(standing([token(ada), token(cleo, 40)], group)).toBe('live');
    expect(standing([token(eve), token(ada, 20)], withoutEve())).toBe('live');
  });

  test('none that counts: the lease is over', () => {
    expect(standing([token(ada, 40), token(cleo, 50)], group)).toBe('over');
    expect(standing([token(eve), token(ada, 31)], withoutEve())).toBe('over');
    const inCompany = new FakeGroup(ada, ben);
    inCompany.hasCompany(now - DAY);
    expect(standing([token(ben)], inCompany)).toBe('over');
  });

  test('whatever is wrong with the member, or is a lie, comes first', () => {
    expect(standing([token(ada, 40), token(eve)], group)).toBe('token-unknown-issuer');
    const gone = new FakeGroup(ada, ben);
    gone.remove(ben);
    expect(standing([token(ada, 40)], gone)).toBe('removed');
  });

  test('our own ends when the last of them does, and has ended if none counts', () => {
    const ends = (tokens: readonly Token[], view: FakeGroup): number =>
      leaseEndsAt(tokens, view, now, { shell });
    expect(ends([token(ada, 3), token(cleo)], group)).toBe(now + TOKEN_LIFE_MS);
    expect(ends([token(eve), token(ada, 3)], withoutEve())).toBe(now + TOKEN_LIFE_MS - 3 * DAY);
    expect(ends([token(eve)], withoutEve())).toBe(0);
    expect(ends([], group)).toBe(0);
  });
});

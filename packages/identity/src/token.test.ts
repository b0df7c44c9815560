import { describe, expect, test } from '@jest/globals';
import { equalBytes } from './bytes.ts';
import { LABELS } from './labels.ts';
import { domain } from './layout.ts';
import { emptyView } from './membership-view.ts';
import { FakeGroup, person, shellNamed, tokenFor } from './testing/index.ts';
import { issueToken, readToken, TOKEN_LIFE_MS, type Token } from './token.ts';
import { tokenStanding } from './token.rules.ts';

const now = 1_700_000_000_000;
const [ada, ben, cleo, eve] = [person('Ada'), person('Ben'), person('Cleo'), person('Eve')];
const shell = shellNamed('raid night');
const bens = tokenFor(ada, ben, shell, now);

function read(bytes: Uint8Array): Token {
  const token = readToken(bytes);
  if (!token.ok) throw new Error(token.error);
  return token.value;
}
const standing = (bytes: Uint8Array, group: FakeGroup, at = now): string => {
  const result = tokenStanding(read(bytes), group, at, { shell });
  return result.ok ? 'ok' : result.error;
};

describe('the bytes of a token', () => {
  test('say what the issuer granted', () => {
    expect(read(bens)).toMatchObject({
      shell,
      member: ben.id,
      issuer: ada.id,
      issuedAt: now,
      expiresAt: now + TOKEN_LIFE_MS,
    });
  });

  test('P2 with any single bit flipped are rejected', () => {
    for (let bit = 0; bit < 8 * bens.length; bit++) {
      const flipped = bens.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      expect(readToken(flipped).ok).toBe(false);
    }
  });

  test('P3 issued anew from what was read are the same, and longer or shorter ones are rejected', () => {
    const { issuer, expiresAt, ...grant } = read(bens);
    expect([issuer, expiresAt]).toEqual([ada.id, now + TOKEN_LIFE_MS]);
    expect(equalBytes(issueToken(ada.ring, grant), bens)).toBe(true);
    for (let length = 0; length < bens.length; length += 7)
      expect(readToken(bens.subarray(0, length)).ok).toBe(false);
    expect(readToken(Uint8Array.of(...bens, 0)).ok).toBe(false);
  });

  test('P1 signed under another label are no token', () => {
    const [own, other] = [domain(LABELS.token, 1), domain(LABELS.presence, 1)];
    const payload = bens.slice(0, -64);
    const foreign = Uint8Array.of(...other, ...payload.slice(own.length));
    expect(readToken(Uint8Array.of(...foreign, ...ada.ring.sign(foreign))).ok).toBe(false);
    expect(readToken(Uint8Array.of(...payload, ...ada.ring.sign(foreign)))).toEqual({
      ok: false,
      error: 'token-bad-signature',
    });
  });

  test('of a later version are told apart from rubbish', () => {
    const later = bens.slice();
    later[domain(LABELS.token, 1).length - 1] = 2;
    expect(readToken(later)).toEqual({ ok: false, error: 'token-foreign-version' });
    expect(readToken(new Uint8Array(500))).toEqual({ ok: false, error: 'token-malformed' });
  });
});

describe('a token counts', () => {
  test('P7 while any member issued it, also one who has left since', () => {
    expect(standing(tokenFor(cleo, ben, shell, now), new FakeGroup(ben, cleo))).toBe('ok');
    const group = new FakeGroup(ada, ben);
    group.letGo(ada);
    expect(standing(bens, group)).toBe('ok');
  });

  test('when the founder issued it to herself', () => {
    expect(standing(tokenFor(ada, ada, shell, now), new FakeGroup(ada))).toBe('ok');
  });

  test('when she issued it to herself up to five minutes after the second one came, by whatever clock', () => {
    const FIVE_MINUTES = 5 * 60_000;
    const group = new FakeGroup(ada, ben);
    group.hasCompany(now - FIVE_MINUTES);
    expect(standing(tokenFor(ada, ada, shell, now), group)).toBe('ok');
    group.hasCompany(now - FIVE_MINUTES - 1);
    expect(standing(tokenFor(ada, ada, shell, now), group)).toBe('token-self-issued');
  });

  test('when a view cannot tell since when she has company', () => {
    const blunt = { ...emptyView, isMember: (member: string) => member === ada.id };
    expect(tokenStanding(read(tokenFor(ada, ada, shell, now)), blunt, now, { shell }).ok).toBe(true);
  });

  test('P6 until five minutes past its end, and from five minutes before its beginning', () => {
    const group = new FakeGroup(ada, ben);
    const FIVE_MINUTES = 5 * 60_000;
    const end = now + 30 * 24 * 3_600_000 + FIVE_MINUTES;
    expect(standing(bens, group, end)).toBe('ok');
    expect(standing(bens, group, end + 1)).toBe('token-expired');
    expect(standing(bens, group, now - FIVE_MINUTES)).toBe('ok');
    expect(standing(bens, group, now - FIVE_MINUTES - 1)).toBe('token-not-yet-valid');
  });
});

describe('a token does not count', () => {
  test('P4 in another group', () => {
    expect(standing(tokenFor(ada, ben, shellNamed('x'), now), new FakeGroup(ada, ben))).toBe(
      'token-wrong-shell',
    );
  });

  test('P5 when its issuer does not chain to genesis', () => {
    expect(standing(tokenFor(eve, ben, shell, now), new FakeGroup(ada, ben))).toBe('token-unknown-issuer');
    expect(standing(tokenFor(eve, eve, shell, now), new FakeGroup(ada, ben))).toBe('not-a-member');
  });

  test('P8 when a removed member minted it, whatever dates it carries', () => {
    const group = new FakeGroup(ada, ben, eve);
    group.remove(eve);
    for (const issuedAt of [0, now - TOKEN_LIFE_MS, now - 1, now])
      expect(standing(tokenFor(eve, ben, shell, issuedAt), group)).toBe('token-removed-issuer');
  });

  test('for somebody who was removed, however fresh it is, and however old', () => {
    const group = new FakeGroup(ada, ben);
    group.remove(ben);
    expect(standing(bens, group)).toBe('removed');
    expect(standing(bens, group, now + 2 * TOKEN_LIFE_MS)).toBe('removed');
  });

  test('for somebody who has left, or was never in', () => {
    const group = new FakeGroup(ada, ben);
    group.letGo(ben);
    expect(standing(bens, group)).toBe('not-a-member');
  });

  test('when it names another key than the group does', () => {
    const swapped = tokenFor(ada, ben, shell, now, { kx: eve.ring.kxPublic });
    expect(standing(swapped, new FakeGroup(ada, ben))).toBe('token-wrong-key');
  });

  test('when it claims a longer life than tokens have', () => {
    const long = { ...read(bens), expiresAt: now + TOKEN_LIFE_MS + 1 };
    expect(tokenStanding(long, new FakeGroup(ada, ben), now, { shell })).toEqual({
      ok: false,
      error: 'token-too-long',
    });
  });
});

import { afterEach, describe, expect, test } from '@jest/globals';
import { utf8 } from './bytes.ts';
import type { EpochId } from './ids.ts';
import { inviteKeys } from './invite-keys.ts';
import { createKeyRing, verify } from './key-ring.ts';
import { pairSeal } from './pair-seal.ts';
import {
  answering,
  FakeGroup,
  joining,
  person,
  publishInvite,
  pump,
  reconnecting,
  seededRandom,
  shellNamed,
  useFakeAgreement,
  useFakeSignatures,
} from './testing/index.ts';
import { createHandshake } from './handshake.ts';

const shell = shellNamed('raid night');
const epoch = shell as string as EpochId;
const seed = seededRandom('seed of Ada')(32);

describe('a ring whose dice are seeded', () => {
  const story = (dice: string): readonly Uint8Array[] => {
    const ring = createKeyRing(seed, seededRandom(dice));
    ring.addEpoch(epoch, seededRandom('epoch')(32));
    const ben = person('Ben');
    const peer = { member: ben.id, kx: ben.ring.kxPublic };
    const note = pairSeal({ ring, shell, peer }, utf8('note'), utf8('plain'));
    return [ring.seal(epoch, utf8('book'), utf8('plain')), note.ok ? note.value : new Uint8Array()];
  };

  test('seals the same bytes in every run', () => {
    expect(story('dice')).toEqual(story('dice'));
  });

  test('and other bytes with other dice', () => {
    const [other, first] = [story('other dice'), story('dice')];
    expect(other[0]).not.toEqual(first[0]);
    expect(other[1]).not.toEqual(first[1]);
  });
});

describe('a signature that costs nothing', () => {
  let restore = (): void => undefined;
  afterEach(() => restore());

  test('is bound to its key and its payload all the same', () => {
    restore = useFakeSignatures();
    const [ada, ben] = [createKeyRing(seed), createKeyRing(seededRandom('seed of Ben')(32))];
    const signature = ada.sign(utf8('payload'));
    expect(ada.memberId).not.toBe(ben.memberId);
    expect(verify(ada.memberId, utf8('payload'), signature)).toBe(true);
    expect(verify(ben.memberId, utf8('payload'), signature)).toBe(false);
    expect(verify(ada.memberId, utf8('other'), signature)).toBe(false);
    const flipped = signature.map((byte, i) => (i === 63 ? byte ^ 1 : byte));
    expect(verify(ada.memberId, utf8('payload'), flipped)).toBe(false);
    expect(verify(ada.memberId, utf8('payload'), signature.subarray(1))).toBe(false);
  });

  test('carries a join from end to end', () => {
    restore = useFakeSignatures();
    const [ada, ben, inviteSeed, now] = [person('Ada'), person('Ben'), seed.slice(0, 16), 1_700_000_000_000];
    const group = new FakeGroup(ada);
    publishInvite(group, ada, inviteSeed, now);
    const meeting = { shell, now, view: group };
    const dialling = createHandshake(joining(ben, ada, inviteSeed, meeting));
    const exchange = pump(dialling, createHandshake(answering(ada, ben, meeting)), now);
    expect(exchange.responder).toMatchObject({ kind: 'proven', join: { invite: inviteKeys(inviteSeed).id } });
  });

  test('is never taken for a real one, nor a real one for it', () => {
    const real = createKeyRing(seed);
    const signature = real.sign(utf8('payload'));
    restore = useFakeSignatures();
    const fake = createKeyRing(seed);
    expect(verify(real.memberId, utf8('payload'), signature)).toBe(false);
    const faked = fake.sign(utf8('payload'));
    restore();
    expect(verify(real.memberId, utf8('payload'), signature)).toBe(true);
    expect(verify(fake.memberId, utf8('payload'), faked)).toBe(false);
  });
});

describe('an agreement that costs nothing', () => {
  let restore = (): void => undefined;
  afterEach(() => restore());

  const secrets = (): readonly Uint8Array[] => {
    const [ada, ben, cleo] = ['Ada', 'Ben', 'Cleo'].map((name) => createKeyRing(seededRandom(name)(32)));
    const pairs = [
      [ada!, ben!],
      [ben!, ada!],
      [ada!, cleo!],
      [ben!, cleo!],
    ] as const;
    return pairs.map(([mine, theirs]) => {
      const secret = mine.pairSecret(theirs.kxPublic, shell);
      return secret.ok ? secret.value : new Uint8Array();
    });
  };

  test('gives each pair a secret of its own, the same on both sides', () => {
    restore = useFakeAgreement();
    const [there, back, ...others] = secrets();
    expect(there).toHaveLength(32);
    expect(there).toEqual(back);
    expect(new Set([there, ...others].map((secret) => secret!.join())).size).toBe(3);
    expect(createKeyRing(seed).pairSecret(new Uint8Array(31), shell)).toEqual({
      ok: false,
      error: 'bad-key',
    });
  });

  test('is another one than the real one, which comes back', () => {
    const real = secrets();
    restore = useFakeAgreement();
    expect(secrets()[0]).not.toEqual(real[0]);
    restore();
    expect(secrets()).toEqual(real);
  });

  test('carries a reconnect from end to end', () => {
    restore = useFakeAgreement();
    const [ada, ben, now] = [person('Ada'), person('Ben'), 1_700_000_000_000];
    const group = new FakeGroup(ada, ben);
    const meeting = { shell, now, view: group };
    const dialling = createHandshake(reconnecting(ben, ada, meeting));
    const exchange = pump(dialling, createHandshake(answering(ada, ben, meeting)), now);
    expect(exchange.responder).toMatchObject({ kind: 'proven' });
    expect(exchange.initiator).toMatchObject({ kind: 'proven' });
  });
});

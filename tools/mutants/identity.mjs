/** Mutants of who I am and who you are. */
import { mutantOf } from '../mutant.mjs';

const identity = mutantOf('identity');
const phonebook = mutantOf('phonebook');
const election = mutantOf('election');
const app = mutantOf('app');

export const mutants = [
  identity(
    1,
    'what is signed does not say what it is',
    [['layout.ts', 'concat(utf8(label), Uint8Array.of(0, version));', 'Uint8Array.of(0, version);']],
    'labels.test.ts',
  ),
  identity(
    1,
    'both sides of a handshake sign the same kind of thing',
    [['handshake-frames.ts', '}>(LABELS.responder, VERSION', '}>(LABELS.initiator, VERSION']],
    'every-signed-kind.test.ts',
  ),
  identity(
    2,
    'a token need not be signed',
    [
      [
        'token.ts',
        "return verify(token.value.issuer, payload, bytes.subarray(split)) ? token : err('token-bad-signature');",
        'return token;',
      ],
    ],
    'token.test.ts',
  ),
  phonebook(
    2,
    'an operation need not be signed',
    [
      [
        'op-codec.ts',
        'if (!fits || !signed.signatures.every(({ by, signature }) => verify(by, signed.payload, signature)))',
        'if (!fits)',
      ],
    ],
    'eve-forges-operations.test.ts',
  ),
  phonebook(
    2,
    'it is enough if one of those who remove somebody has signed',
    [['op-codec.ts', '!signed.signatures.every(', '!signed.signatures.some(']],
    'signatures-come-later.test.ts',
  ),
  phonebook(
    2,
    'a record need not be signed',
    [
      [
        'record.ts',
        'isGenuine: () => (genuine ??= verify(member, payload, bytes.subarray(end))),',
        'isGenuine: () => (genuine ??= true),',
      ],
    ],
    'eve-forges-records.test.ts',
  ),
  election(
    2,
    'a sign of life need not be signed',
    [
      [
        'signed.ts',
        '(genuine ??= verify(form.signer(statement), payload, bytes.subarray(bytes.length - SIGNATURE_BYTES))),',
        '(genuine ??= true),',
      ],
    ],
    'eve-forges-statements.test.ts',
  ),
  identity(
    3,
    'one thing may be spelt in several ways',
    [['layout.ts', 'reader.done && equalBytes(encode(value), received) ?', 'reader.done ?']],
    'layout.test.ts',
  ),
  identity(
    3,
    'a code may be padded with anything',
    [['code-frame.ts', 'if (padding.some((byte) => byte !== 0)) return undefined;', '']],
    'codes.test.ts',
  ),
  identity(
    4,
    'a token opens every group',
    [['token.rules.ts', "(token.shell === expect.shell ? undefined : 'token-wrong-shell') ??", '']],
    'token.test.ts',
  ),
  identity(
    4,
    'a handshake does not say for which group it is',
    [['handshake-frames.ts', 'shell: shellId,\n  purpose: u8,', 'purpose: u8,']],
    'transcript.test.ts',
  ),
  phonebook(
    4,
    'an operation counts in every group',
    [['op-codec.ts', 'read.value.op.shell !== shell ?', 'read.value.op.shell.length < 0 ?']],
    'eve-forges-operations.test.ts',
  ),
  phonebook(
    4,
    'a record counts in every group',
    [['record.ts', 'read.value.record.shell !== shell ?', 'read.value.record.shell.length < 0 ?']],
    'eve-forges-records.test.ts',
  ),
  election(
    4,
    'a sign of life counts in every group',
    [['signed.ts', 'read.value.claim.shell !== shell ?', 'read.value.claim.shell.length < 0 ?']],
    'eve-forges-statements.test.ts',
  ),
  identity(
    5,
    'anybody may issue tokens',
    [
      [
        'token.rules.ts',
        "return view.isMember(token.issuer) || view.hasLeft(token.issuer) ? undefined : 'token-unknown-issuer';",
        'return undefined;',
      ],
    ],
    'token.test.ts',
  ),
  identity(
    5,
    'nobody looks a second time at what was taken on trust',
    [
      [
        'handshake-lease.ts',
        "return standing.ok && (asleep || standing.value.state === 'live');",
        'return true;',
      ],
    ],
    'catching-up.test.ts',
  ),
  identity(
    6,
    'a token never ends',
    [
      [
        'token.rules.ts',
        "return now > token.expiresAt + CLOCK_TOLERANCE_MS ? 'token-expired' : undefined;",
        'return undefined;',
      ],
    ],
    'token.test.ts',
  ),
  identity(
    6,
    'no clock may be wrong',
    [['token.rules.ts', 'CLOCK_TOLERANCE_MS = 5 * 60 * 1000;', 'CLOCK_TOLERANCE_MS = 0;']],
    'token.test.ts',
  ),
  identity(
    6,
    'clocks may be an hour wrong',
    [['token.rules.ts', 'CLOCK_TOLERANCE_MS = 5 * 60 * 1000;', 'CLOCK_TOLERANCE_MS = 60 * 60 * 1000;']],
    'token.test.ts',
  ),
  identity(
    7,
    'only the issuer renews a token',
    [
      [
        'lease.rules.ts',
        'if (isHalfUsed(newest, now) || view.wasRemoved(newest.issuer)) return true;',
        'if (isHalfUsed(newest, now)) return by === newest.issuer;',
      ],
    ],
    'leases.test.ts',
  ),
  identity(
    7,
    'a token goes when its issuer goes',
    [
      [
        'token.rules.ts',
        'view.isMember(token.issuer) || view.hasLeft(token.issuer)',
        'view.isMember(token.issuer)',
      ],
    ],
    'token.test.ts',
  ),
  identity(
    8,
    'tokens of who was removed go on counting',
    [
      [
        'token.rules.ts',
        '!view.wasRemoved(token.issuer) || (view.issuedBeforeRemoval?.(token) ?? false);',
        'true;',
      ],
      ['token.rules.ts', 'if (view.wasRemoved(token.issuer)) return undefined;', ''],
    ],
    'token.test.ts',
    'eve-mints-a-token.test.ts',
  ),
  phonebook(
    8,
    'the date of a token is believed',
    [['acknowledged.rules.ts', 'heads.some((ids) => toHex(hashHeads(ids)) === hash);', 'true;']],
    'eve-backdates.test.ts',
  ),
  identity(
    9,
    'whoever shows a token is its member',
    [['handshake-claims.ts', "if (!verify(member, claim, signature)) return no('bad-signature');", '']],
    'denials.test.ts',
  ),
  identity(
    10,
    'a signature covers nonces and keys, but not the connection',
    [
      [
        'handshake-side.ts',
        'initiatorFingerprint: first.fingerprint,',
        'initiatorFingerprint: new Uint8Array(32),',
      ],
      [
        'handshake-side.ts',
        'responderFingerprint: second.fingerprint,',
        'responderFingerprint: new Uint8Array(32),',
      ],
    ],
    'eve-replays.test.ts',
  ),
  identity(
    11,
    'nobody looks at the certificate of who was dialled',
    [
      [
        'handshake-side.ts',
        'responderFingerprint: second.fingerprint,',
        'responderFingerprint: new Uint8Array(32),',
      ],
    ],
    'eve-relays.test.ts',
  ),
  identity(
    11,
    'nobody looks at the certificate of who dials',
    [
      [
        'handshake-side.ts',
        'initiatorFingerprint: first.fingerprint,',
        'initiatorFingerprint: new Uint8Array(32),',
      ],
    ],
    'eve-relays.test.ts',
  ),
  identity(
    12,
    'a challenge never ends',
    [
      [
        'handshake.ts',
        "if (Math.abs(now - since) > CHALLENGE_LIFE_MS) return refuse('challenge-expired');",
        '',
      ],
    ],
    'eve-replays.test.ts',
  ),
  identity(
    12,
    'a challenge lasts ten minutes',
    [['handshake.ts', 'CHALLENGE_LIFE_MS = 60_000;', 'CHALLENGE_LIFE_MS = 600_000;']],
    'eve-replays.test.ts',
  ),
  identity(
    12,
    'a challenge that was answered may be answered again',
    [['handshake.ts', 'if (finished) return { send: [] };', '']],
    'eve-replays.test.ts',
  ),
  identity(
    13,
    'any confirmation of the password will do',
    [['handshake-responder.ts', 'return sameTag(before.tags.initiator, opened)', 'return opened.length > 0']],
    'a-group-with-a-password.test.ts',
  ),
  identity(
    13,
    'a host need not know the password',
    [
      [
        'handshake-initiator.ts',
        'if (password !== undefined && (expected.length === 0 || !sameTag(expected, said.confirmation)))',
        'if (password !== undefined && expected.length === 0)',
      ],
    ],
    'eve-guesses-the-password.test.ts',
  ),
  identity(
    13,
    'guesses are not counted',
    [['password.rules.ts', 'burnt: count >= PASSWORD_TRIES', 'burnt: false']],
    'a-group-with-a-password.test.ts',
  ),
  app(
    13,
    'the invite that is to be burnt is not',
    [['shell/doorkeeper.ts', "book.author({ type: 'revoke', invite });", 'return;']],
    'shell/eve-guesses.test.ts',
  ),
  app(
    13,
    'a restart forgets the guesses',
    [['shell/doorkeeper.ts', 'this.#self.row().wrongPasswords ?? {}', '{}']],
    'shell/eve-guesses.test.ts',
  ),
  identity(
    14,
    'the share follows from the password',
    [
      [
        'cpace.ts',
        'sodium.crypto_core_ristretto255_scalar_reduce(random(64));',
        'sodium.crypto_core_ristretto255_scalar_reduce(sha512(input.prs, random(64).subarray(64)));',
      ],
    ],
    'eve-guesses-the-password.test.ts',
  ),
  identity(
    14,
    'the confirmation needs no more than the password',
    [
      [
        'cpace.ts',
        'intermediateKey(input.sid, k, initiator',
        'intermediateKey(input.sid, input.prs, initiator',
      ],
    ],
    'eve-guesses-the-password.test.ts',
  ),
  identity(
    15,
    'what a backup still holds is better than nothing',
    [
      [
        'backup.ts',
        'if (last === FINAL && expected === sealed.length) return ok(plain);',
        'if (first !== undefined) return ok(plain);',
      ],
    ],
    'ada-backs-up.test.ts',
  ),
  identity(
    15,
    'what comes after the end of a backup does not matter',
    [['backup.ts', 'last === FINAL && expected === sealed.length', 'last === FINAL']],
    'ada-backs-up.test.ts',
  ),
  identity(
    15,
    'a backup need not say that it ends',
    [['backup.ts', 'last === FINAL && expected === sealed.length', 'expected === sealed.length']],
    'ada-backs-up.test.ts',
  ),
  identity(
    16,
    'a backup may ask for any memory and any time',
    [
      [
        'passphrase-header.ts',
        "if (operations > MOST.operations || memoryBytes > MOST.memoryBytes) return err('too-demanding');",
        '',
      ],
    ],
    'ada-backs-up.test.ts',
  ),
  identity(
    16,
    'what a backup asks for is looked at after it was spent',
    [
      [
        'passphrase-header.ts',
        'if (!cost.ok) return cost;',
        "if (!cost.ok && cost.error !== 'too-demanding') return cost;",
      ],
      [
        'passphrase-header.ts',
        'key = derive(passphrase, header.subarray(saltAt, commitAt), cost.value);',
        'key = derive(passphrase, header.subarray(saltAt, commitAt), cost.ok ? cost.value : MOST);\n    if (!cost.ok) return cost;',
      ],
    ],
    'ada-backs-up.test.ts',
  ),
  phonebook(
    17,
    'who comes back counts on from an old number',
    [['book.rules.ts', 'Math.max((previous ?? 0) + 1, now);', '(previous ?? 0) + 1;']],
    'book.rules.test.ts',
  ),
  identity(
    18,
    'the nonce is drawn only once, and is the secret',
    [
      [
        'handshake-side.ts',
        'return { nonce: random(32), publicKey',
        'return { nonce: secret.slice(), publicKey',
      ],
    ],
    'eve-listens.test.ts',
  ),
  identity(
    18,
    'what is sealed can be read',
    [
      [
        'session.ts',
        'return concat(cipher.update(plain), cipher.final(), cipher.getAuthTag());',
        'return concat(cipher.setAAD(plain) && plain, cipher.final(), cipher.getAuthTag());',
      ],
      [
        'session.ts',
        'const plain = decipher.update(sealed.subarray(0, split));',
        'const plain = decipher.setAAD(sealed.subarray(0, split)) && sealed.subarray(0, split);',
      ],
    ],
    'eve-listens.test.ts',
  ),
];

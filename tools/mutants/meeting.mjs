/** Mutants of how two meet, what a password gives away, and what a backup is. */
import { mutantOf } from '../mutant.mjs';

const identity = mutantOf('identity');
const phonebook = mutantOf('phonebook');
const app = mutantOf('app');

export const mutants = [
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
    [['book.rules.ts', 'Math.max((previous ?? 0) + 1, now)', '(previous ?? 0) + 1']],
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

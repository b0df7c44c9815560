/** Mutants of what is signed, by whom, and for how long. */
import { mutantOf } from '../mutant.mjs';

const identity = mutantOf('identity');
const phonebook = mutantOf('phonebook');
const election = mutantOf('election');

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
];

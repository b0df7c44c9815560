import {
  checkBeacon,
  checkList,
  checkSuspicion,
  signBeacon,
  signList,
  signSuspicion,
} from '@fyteclub/election';
import {
  checkRenewal,
  concat,
  createHandshake,
  encodeBackup,
  lockKeys,
  openBackup,
  openEpochBox,
  readToken,
  sealEpoch,
  unlockKeys,
  utf8,
  type EpochId,
  type HandshakeStep,
} from '@fyteclub/identity';
import {
  answering,
  joining,
  person,
  publishInvite,
  reconnecting,
  tokenFor,
} from '@fyteclub/identity/testing';
import {
  addOps,
  checkRecord,
  checkWelcome,
  decodeOp,
  digestOf,
  emptyBook,
  emptyGraph,
  mergeRecords,
  resolve,
  encodeOp,
  openBook,
  openMessage,
  packMessage,
  parseMessage,
  sealBook,
  sealMessage,
  signRecord,
} from '@fyteclub/phonebook';
import { openManifest, ROW_BYTES, sha256, signManifest, writeChunk } from '@fyteclub/transfer';
import {
  checkKnock,
  decodeEnvelope,
  dialCredentials,
  encodeEnvelope,
  MAX_ENVELOPE_BYTES,
} from '@fyteclub/transport';
import { ada, ben, endpoint, genesis, group, headsHash, inviteSeed, now, random, shell } from './people.ts';
import { signed, type Sample, type Target } from './sample.ts';

const meeting = { shell, now, view: group };
publishInvite(group, ben, inviteSeed, now);

const epoch = 'e'.repeat(64) as EpochId;
const secret = random(32);
for (const { ring } of [ada, ben]) ring.addEpoch(epoch, secret);
const rotation = sealEpoch(shell, secret, [{ member: ada.id, kx: ada.ring.kxPublic }], random);
const box = rotation.boxes[0]?.box ?? new Uint8Array();

const op = encodeOp(genesis.signed);
const record = signRecord(ada.ring, {
  shell,
  instance: ada.instance,
  sequence: 7,
  issuedAt: now,
  lifeMs: 60_000,
  endpoint,
  headsHash,
  name: 'Ada',
});
const operation: readonly Sample<Uint8Array>[] = [
  { whole: op },
  {
    whole: genesis.signed.payload,
    mend: (payload) => encodeOp({ payload, signatures: [{ by: ada.id, signature: ada.ring.sign(payload) }] }),
  },
];

const known = checkRecord(record, shell);
const { graph } = addOps(emptyGraph(shell), [genesis]);
const { book } = mergeRecords(emptyBook, known.ok ? [known.value] : [], resolve(graph), now);
const digest = digestOf(graph, book, now, { answer: false, records: true });

const statement = { shell, instance: ada.instance };
const entries = [{ subject: ben.id, instance: ben.instance, since: now }];

/** The least that Argon2id takes. What costs more is refused before it costs, which tests of its own show. */
const CHEAP = { operations: 1, memoryBytes: 8 * 1024 };
const COST = { from: 11, to: 23 };
const PASSPHRASE = 'correct horse';
/** The price stays, whatever happens to the rest. */
const cheaply = (whole: Uint8Array): readonly Sample<Uint8Array>[] => [
  {
    whole,
    mend: (damaged) =>
      concat(damaged.subarray(0, COST.from), whole.subarray(COST.from, COST.to), damaged.subarray(COST.to)),
  },
];

const text = utf8('{}\n');
const chunks = new Uint8Array(ROW_BYTES);
writeChunk(chunks, 0, sha256(text), text.length);
const mod = signManifest(ada.ring, shell, 'Rainbow hair', {
  folders: ['chara'],
  entries: [{ path: 'meta.json', size: text.length, chunks }],
});
const manifest = mod.ok ? mod.value.signed : new Uint8Array();
/** The mod that these bytes would be, so that they are looked into. */
const modOf = (bytes: Uint8Array): Uint8Array => sha256(bytes.subarray(0, Math.max(0, bytes.length - 64)));

/** Frames of a handshake as they come first at each of the two. */
const [knocking, joiner] = [
  reconnecting(ben, ada, meeting),
  joining(person('Cleo'), ada, inviteSeed, meeting),
].map((input) => createHandshake(input).start(now)[0] ?? new Uint8Array()) as [Uint8Array, Uint8Array];
const answer = (frame: Uint8Array): HandshakeStep => {
  const responder = createHandshake(answering(ada, ben, meeting));
  responder.start(now);
  return responder.receive(frame, now);
};
const hear = (frame: Uint8Array): HandshakeStep => {
  const initiator = createHandshake(reconnecting(ben, ada, meeting));
  initiator.start(now);
  return initiator.receive(frame, now);
};
const heard = ({ outcome }: HandshakeStep): true | undefined =>
  outcome?.kind === 'denied' ? undefined : true;

const door = random(32);
const { local, remote } = dialCredentials(door, now, random);
const knock = `${remote.ufrag}:${local.ufrag}`;

/** Everything that turns bytes of a stranger or a peer, or from a disk, into something we look at. */
export const byteDecoders: Readonly<Record<string, Target<Uint8Array>>> = {
  token: { decode: readToken, samples: signed(tokenFor(ada, ben, shell, now), ada.ring) },
  renewal: {
    decode: (bytes) =>
      checkRenewal(bytes, { shell, member: ben.id, kx: ben.ring.kxPublic, issuer: ada.id }, group, now),
    samples: signed(tokenFor(ada, ben, shell, now), ada.ring),
  },
  operation: { decode: (bytes) => decodeOp(bytes, shell), samples: operation },
  welcome: { decode: (bytes) => checkWelcome(shell, ada.id, ada.id, [bytes]), samples: operation },
  record: { decode: (bytes) => checkRecord(bytes, shell), samples: signed(record, ada.ring) },
  'phonebook message': {
    decode: parseMessage,
    samples: [
      { whole: packMessage({ type: 'phonebook.ops', ops: [op, op] }) },
      { whole: packMessage({ type: 'phonebook.records', records: [record] }) },
      { whole: packMessage(digest) },
    ],
  },
  'sealed phonebook message': {
    decode: (bytes) => openMessage(ada.ring, shell, bytes),
    samples: [epoch, null].map((under) => ({
      whole: sealMessage(ada.ring, under, shell, { type: 'phonebook.ops', ops: [op] }) ?? new Uint8Array(),
    })),
  },
  'stored book': {
    decode: (bytes) => openBook(ada.ring, epoch, shell, bytes),
    samples: [{ whole: sealBook(ada.ring, epoch, shell, op) }],
    exact: true,
  },
  'epoch box': {
    decode: (bytes) => openEpochBox(ada.ring, shell, rotation, bytes),
    samples: [{ whole: box }],
    exact: true,
  },
  beacon: {
    decode: (bytes) => checkBeacon(bytes, shell),
    samples: signed(signBeacon(ada.ring, { ...statement, incarnation: now, leaving: false }), ada.ring),
  },
  suspicion: {
    decode: (bytes) => checkSuspicion(bytes, shell),
    samples: signed(signSuspicion(ada.ring, { shell, subject: ben.id, incarnation: now }), ada.ring),
  },
  'witness list': {
    decode: (bytes) => checkList(bytes, shell),
    samples: signed(signList(ada.ring, { shell, sequence: 7, entries }), ada.ring),
  },
  manifest: {
    decode: (bytes) => openManifest(bytes, { shell, owner: ada.id, mod: modOf(bytes) }),
    samples: signed(manifest, ada.ring),
  },
  envelope: {
    decode: (bytes) => decodeEnvelope(bytes, MAX_ENVELOPE_BYTES),
    samples: [{ whole: encodeEnvelope({ topic: 'transfer', body: { type: 'transfer.offers', mods: [] } }) }],
  },
  'first handshake frame': {
    decode: (bytes) => heard(answer(bytes)),
    samples: [{ whole: knocking }, { whole: joiner }],
  },
  'second handshake frame': {
    decode: (bytes) => heard(hear(bytes)),
    samples: [{ whole: answer(knocking).send[0] ?? new Uint8Array() }],
  },
  knock: {
    decode: (bytes) => {
      const [localUfrag = '', remoteUfrag = ''] = Buffer.from(bytes).toString('latin1').split(':');
      const from = { host: '127.0.0.1', port: 4000 };
      return checkKnock(door, { localUfrag, remoteUfrag, from }, now);
    },
    samples: [{ whole: utf8(knock) }],
    exact: true,
  },
  backup: {
    decode: (bytes) => openBackup(bytes, PASSPHRASE),
    samples: cheaply(encodeBackup({ createdAt: now, content: op }, PASSPHRASE, random, CHEAP)),
    exact: true,
  },
  'locked keys': {
    decode: (bytes) => unlockKeys(bytes, PASSPHRASE),
    samples: cheaply(lockKeys(secret, PASSPHRASE, random, CHEAP)),
    exact: true,
  },
};

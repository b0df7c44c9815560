import type { MembershipRow } from '@fyteclub/app';
import { diskOfMember, diskWithBook, type DiskImage } from '@fyteclub/app/testing';
import {
  consentToJoin,
  inviteKeys,
  INVITE_SEED_BYTES,
  issueToken,
  proveJoin,
  toHex,
  type EpochId,
  type InstanceId,
  type KeyRing,
  type OpId,
  type ShellId,
} from '@fyteclub/identity';
import {
  addOps,
  authorOp,
  createGenesis,
  emptyGraph,
  encodeOp,
  RECORD_LIFE_MS,
  resolve,
  signRecord,
  type OpBody,
  type OpGraph,
} from '@fyteclub/phonebook';
import { seededRandom, type SeededRandom } from '../corpus/seeded-random.ts';
import { BEGINNING } from './node-clock.ts';
import type { CreateKeyRing } from './node-run.ts';

/** Somebody who has been a member for long when the world begins. */
export interface Settler {
  readonly name: string;
  readonly address: string;
}

export interface Population {
  readonly shell: ShellId;
  /** What lies on each settler's disk, in the order of the settlers. */
  readonly disks: readonly DiskImage[];
}

const PORT = 49_152;
const NAME = 'Free Company';
const HOUR_MS = 3_600_000;
const FOUNDED_MS = BEGINNING - 20 * 24 * HOUR_MS;
/** When everybody's node was stopped, together: the game was down for maintenance. */
const STOPPED_MS = BEGINNING - 3 * HOUR_MS;
/** Newcomers are mostly brought by people who came not long before. */
const CIRCLE = 20;

interface Person extends Settler {
  readonly seed: Uint8Array;
  readonly ring: KeyRing;
  readonly fingerprint: Uint8Array;
}

/** The group's history while it grows. */
class Growth {
  graph: OpGraph;
  readonly ops: Uint8Array[] = [];

  constructor(founder: Person, dice: SeededRandom) {
    const genesis = createGenesis(founder.ring, NAME, FOUNDED_MS, dice.bytes(32));
    this.graph = addOps(emptyGraph(genesis.op.shell), [genesis]).graph;
    this.ops.push(encodeOp(genesis.signed));
  }

  author(by: Person, body: OpBody, at: number): OpId {
    const op = authorOp(by.ring, this.graph, body, at);
    const { graph, refused } = addOps(this.graph, [op]);
    if (refused[0] !== undefined) throw new Error(`nobody would come in like that: ${refused[0].code}`);
    this.graph = graph;
    this.ops.push(encodeOp(op.signed));
    return op.id;
  }

  bring(inviter: Person, joiner: Person, at: number, dice: SeededRandom): OpId {
    const keys = inviteKeys(new Uint8Array(dice.bytes(INVITE_SEED_BYTES)));
    const { id: invite, proofKey } = keys;
    const until = at + HOUR_MS;
    this.author(inviter, { type: 'invite', invite, proofKey, expiresAt: until, needsPassword: false }, at);
    const claim = {
      shell: this.graph.shell,
      invite,
      joiner: joiner.ring.memberId,
      joinerKx: joiner.ring.kxPublic,
      transcript: new Uint8Array(dice.bytes(32)),
    };
    const proof = proveJoin(keys, claim);
    return this.author(
      inviter,
      { type: 'admit', ...claim, proof, consent: consentToJoin(joiner.ring, claim) },
      at,
    );
  }
}

/**
 * A group that has grown for weeks and whose nodes were all stopped a few hours before the world begins: the disks of
 * its members, signed as `createKeyRing` signs. Nobody's node needs to have run for it.
 */
export function populate(
  seed: string,
  settlers: readonly Settler[],
  createKeyRing: CreateKeyRing,
): Population {
  const dice = seededRandom(`${seed}/population`);
  const people = settlers.map(({ name, address }): Person => {
    const own = seededRandom(`${seed}/${name}/keys`);
    const keySeed = new Uint8Array(own.bytes(32));
    const ring = createKeyRing(keySeed, (length) => new Uint8Array(own.bytes(length)));
    return { name, address, seed: keySeed, ring, fingerprint: new Uint8Array(own.bytes(32)) };
  });
  const [founder, ...others] = people;
  if (founder === undefined) throw new RangeError('nobody is to be in the group');
  const growth = new Growth(founder, dice);
  const { shell } = growth.graph;
  const epoch = { id: shell as string as EpochId, secret: new Uint8Array(dice.bytes(32)) };
  const stepMs = (STOPPED_MS - FOUNDED_MS) / people.length;
  const admissions = new Map<Person, { readonly by: Person; readonly admit: OpId }>();
  admissions.set(founder, { by: founder, admit: shell as string as OpId });
  others.forEach((joiner, index) => {
    const by = people[dice.integer(Math.max(0, index + 1 - CIRCLE), index)] ?? founder;
    const at = FOUNDED_MS + Math.floor((index + 1) * stepMs);
    admissions.set(joiner, { by, admit: growth.bring(by, joiner, at, dice) });
  });

  const { headsHash } = resolve(growth.graph);
  founder.ring.addEpoch(epoch.id, epoch.secret);
  const records = people.map(({ name, address, ring, fingerprint }) =>
    signRecord(ring, {
      shell,
      instance: toHex(dice.bytes(16)) as InstanceId,
      sequence: STOPPED_MS,
      issuedAt: STOPPED_MS,
      lifeMs: RECORD_LIFE_MS,
      endpoint: { addresses: [{ host: address, port: PORT }], fingerprint },
      headsHash,
      name,
    }),
  );
  const book = diskWithBook({ shell, ring: founder.ring, epoch: epoch.id, ops: growth.ops, records });

  const disks = people.map((person) => {
    const { by, admit } = admissions.get(person) ?? { by: founder, admit: shell as string as OpId };
    const { memberId: member, kxPublic: kx } = person.ring;
    const grant = { shell, member, kx, admit, epoch: epoch.id, headsHash };
    const token = issueToken(by.ring, {
      ...grant,
      issuedAt: STOPPED_MS,
      serial: new Uint8Array(dice.bytes(16)),
    });
    const row: MembershipRow = {
      shell,
      name: NAME,
      myName: person.name,
      state: 'member',
      seed: person.seed,
      certificatePem: '',
      keyPem: '',
      fingerprint: person.fingerprint,
      token,
      epochs: [epoch],
    };
    return diskOfMember(book, row, PORT);
  });
  return { shell, disks };
}

/** A few lines for every way into every package, as somebody who installed it would write them. */
export const uses = {
  '@fyteclub/identity': `import { createKeyRing, type KeyRing } from '@fyteclub/identity';
const ring: KeyRing = createKeyRing(new Uint8Array(32));
if (ring.memberId.length !== 64) throw new Error(ring.memberId);`,
  '@fyteclub/identity/errors': `import { IDENTITY_ERRORS } from '@fyteclub/identity/errors';
const words: { readonly message: string } = IDENTITY_ERRORS.denied;
if (words.message.length === 0) throw new Error('no words');`,
  '@fyteclub/identity/result': `import { ok, type Result } from '@fyteclub/identity/result';
const seven: Result<number, string> = ok(7);
if (!seven.ok || seven.value !== 7) throw new Error('no seven');`,
  '@fyteclub/identity/testing': `import { person, type Person } from '@fyteclub/identity/testing';
const ada: Person = person('Ada');
if (ada.id !== ada.ring.memberId) throw new Error(ada.id);`,
  '@fyteclub/phonebook': `import { addOps, createGenesis, emptyGraph, resolve, type Roster } from '@fyteclub/phonebook';
import { createKeyRing } from '@fyteclub/identity';
const genesis = createGenesis(createKeyRing(new Uint8Array(32)), 'Raid', 1, new Uint8Array(32));
const roster: Roster = resolve(addOps(emptyGraph(genesis.op.shell), [genesis]).graph);
if (Object.keys(roster.members).length !== 1) throw new Error('no member');`,
  '@fyteclub/phonebook/errors': `import { PHONEBOOK_ERRORS, type PhonebookCode } from '@fyteclub/phonebook/errors';
const codes = Object.keys(PHONEBOOK_ERRORS) as PhonebookCode[];
if (codes.length === 0) throw new Error('no words');`,
  '@fyteclub/election': `import { chooseHost, type Candidates } from '@fyteclub/election';
const nobody: Omit<Candidates, 'me'> = { members: [], online: {}, lists: [] };
if (typeof chooseHost !== 'function' || nobody.members.length > 0) throw new Error('no choice');`,
  '@fyteclub/election/errors': `import { ELECTION_ERRORS, type RefusalCode } from '@fyteclub/election/errors';
const codes = Object.keys(ELECTION_ERRORS) as RefusalCode[];
if (codes.length === 0) throw new Error('no words');`,
  '@fyteclub/transfer': `import { chunkLength, sha256, type ModOffer } from '@fyteclub/transfer';
const offer: Pick<ModOffer, 'name'> = { name: 'Robe' };
if (sha256(new Uint8Array(1)).length !== 32 || chunkLength(new Uint8Array(9), 0, 9) !== 9) throw new Error(offer.name);`,
  '@fyteclub/transfer/errors': `import { TRANSFER_ERRORS, type ErrorWords } from '@fyteclub/transfer/errors';
const words: readonly ErrorWords[] = Object.values(TRANSFER_ERRORS);
if (words.length === 0) throw new Error('no words');`,
  '@fyteclub/transport': `import { createWebRtcNetwork, createWireIdentity, type WireIdentity } from '@fyteclub/transport';
const identity: WireIdentity = await createWireIdentity();
const network = createWebRtcNetwork();
const host = await network.openHost({ bind: '127.0.0.1', port: 0, stun: [], admit: () => undefined });
if (!host.ok || identity.fingerprint.length !== 32) throw new Error('no wire');
await network.shutdown();`,
  '@fyteclub/transport/testing': `import { createMemoryNetwork, type MemoryNetwork } from '@fyteclub/transport/testing';
const network: MemoryNetwork = createMemoryNetwork();
await network.shutdown();`,
  '@fyteclub/transport/compliance': `import { runChannelTests, type WireSetup } from '@fyteclub/transport/compliance';
const suite: (name: string, setup: WireSetup) => void = runChannelTests;
if (suite.length !== 2) throw new Error('no suite');`,
  '@fyteclub/app': `import { parseConfig, resolvePaths, type Paths } from '@fyteclub/app';
const paths: Paths = resolvePaths('/tmp/ada', {});
if (!parseConfig('config.toml', '', {}).ok) throw new Error(paths.state);`,
  '@fyteclub/app/testing': `import { defaultConfigText, memoryDisk } from '@fyteclub/app/testing';
const text: string = defaultConfigText();
if (text.length === 0 || typeof memoryDisk !== 'function') throw new Error(text);`,
  '@fyteclub/testkit': `import { seededRandom, type SeededRandom } from '@fyteclub/testkit';
const dice: SeededRandom = seededRandom('seven');
if (dice.bytes(3).length !== 3) throw new Error('no dice');`,
};

/** The program that stands for a use: what it says, and a mistake that only types which were found can tell. */
export const programOf = (entry) => `${uses[entry]}
// @ts-expect-error Without types anything could be imported.
export type Missing = import('${entry}').ThereIsNoSuchType;
`;

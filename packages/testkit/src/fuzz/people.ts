import { inviteKeys } from '@fyteclub/identity';
import { FakeGroup, person } from '@fyteclub/identity/testing';
import { createGenesis } from '@fyteclub/phonebook';
import { seededRandom } from '../corpus/seeded-random.ts';

/** Who the samples speak of. They are always the same, so that a seed finds the same again. */
const dice = seededRandom('the people of the fuzzer');
export const random = (length: number): Uint8Array => Uint8Array.from(dice.bytes(length));

export const now = 1_800_000_000_000;
export const [ada, ben] = [person('Ada'), person('Ben')];
export const group = new FakeGroup(ada, ben);
export const genesis = createGenesis(ada.ring, 'Raid night', now, random(32));
export const { shell } = genesis.op;
export const headsHash = random(32);
export const endpoint = { addresses: [{ host: '127.0.0.1', port: 4000 }], fingerprint: ada.fingerprint };
export const inviteSeed = random(16);
export const keysOfInvite = inviteKeys(inviteSeed);

import { randomBytes } from 'node:crypto';
import { createKeyRing, type InstanceId, type KeyRing, type ShellId } from '@fyteclub/identity';
import { checkList, chooseHost, signList } from '@fyteclub/election';

const shell = randomBytes(32).toString('hex') as ShellId;
const instance = randomBytes(16).toString('hex') as InstanceId;
const newKeys = (): KeyRing => createKeyRing(randomBytes(32));
export const [ada, ben, cleo] = [newKeys(), newKeys(), newKeys()];
const evening = Date.UTC(2026, 0, 1, 20);

/** What a witness signs: whom it met, and when, in minutes into the evening. */
const met = (witness: KeyRing, ...meetings: readonly (readonly [KeyRing, number])[]) => {
  const entries = meetings.map(([{ memberId: subject }, minute]) => ({
    subject,
    instance,
    since: evening + minute * 60_000,
  }));
  const list = checkList(signList(witness, { shell, sequence: 1, entries }), shell);
  return list.ok ? [list.value] : [];
};

/** Ben has been up since before anybody; Cleo came last. */
const lists = [
  ...met(ada, [ben, 0], [cleo, 10]),
  ...met(ben, [ada, 5], [cleo, 10]),
  ...met(cleo, [ada, 10], [ben, 10]),
];

export const hostAmong = (...present: readonly KeyRing[]) =>
  chooseHost({
    members: [ada, ben, cleo].map(({ memberId }) => memberId),
    online: Object.fromEntries(present.map(({ memberId }) => [memberId, instance])),
    lists,
    me: cleo.memberId,
  });

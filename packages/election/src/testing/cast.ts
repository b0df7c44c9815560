import {
  createKeyRing,
  memberHash,
  type InstanceId,
  type KeyRing,
  type MemberId,
  type ShellId,
} from '@fyteclub/identity';
import { signBeacon, type Beacon } from '../beacon.ts';
import type { ElectionGossip } from '../messages.ts';
import { signSuspicion, type Suspicion } from '../suspicion.ts';
import { checkList, signList, type CheckedList, type WitnessEntry } from '../witness.ts';

export const NOON = Date.UTC(2026, 0, 1, 12);
export const MINUTE = 60_000;
export const SHELL = 'ab'.repeat(32) as ShellId;

/** Everybody's keys follow from a small number, so every run of a test sees the same ids. */
export const person = (number: number): KeyRing => {
  const seed = new Uint8Array(32).fill(number & 255);
  seed[1] = number >>> 8;
  return createKeyRing(seed);
};

export const [ada, ben, cleo, dan, eve] = [1, 2, 3, 4, 5].map(person) as [
  KeyRing,
  KeyRing,
  KeyRing,
  KeyRing,
  KeyRing,
];

export const run = (number: number): InstanceId =>
  number.toString(16).padStart(2, '0').repeat(16) as InstanceId;

/** What a witness signed: who was met when. Everybody's run is run(1) unless said otherwise. */
export function listOf(
  ring: KeyRing,
  met: readonly (readonly [KeyRing, number, InstanceId?])[],
  sequence = NOON,
): CheckedList {
  const entries = met.map(([{ memberId: subject }, since, instance = run(1)]): WitnessEntry => ({
    subject,
    instance,
    since,
  }));
  const list = checkList(signList(ring, { shell: SHELL, sequence, entries }), SHELL);
  if (!list.ok) throw new Error(list.error);
  return list.value;
}

export const onlineOf = (...rings: readonly KeyRing[]): Readonly<Record<MemberId, InstanceId>> =>
  Object.fromEntries(rings.map(({ memberId }) => [memberId, run(1)]));

export const byKeyHash = (rings: readonly KeyRing[]): readonly KeyRing[] =>
  [...rings].sort((a, b) => (memberHash(a.memberId) < memberHash(b.memberId) ? -1 : 1));

/** A sign of life of somebody's run(1), unless said otherwise. */
export const beaconOf = (ring: KeyRing, incarnation: number, more: Partial<Beacon> = {}): Uint8Array =>
  signBeacon(ring, { shell: SHELL, instance: run(1), incarnation, leaving: false, ...more });

export const suspicionOf = (
  ring: KeyRing,
  subject: MemberId,
  incarnation: number,
  more: Partial<Suspicion> = {},
): Uint8Array => signSuspicion(ring, { shell: SHELL, subject, incarnation, ...more });

export const gossip = (told: Partial<Omit<ElectionGossip, 'type'>>): ElectionGossip => ({
  type: 'election.gossip',
  beacons: [],
  suspicions: [],
  lists: [],
  ...told,
});

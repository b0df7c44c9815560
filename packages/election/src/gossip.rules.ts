import type { MemberId } from '@fyteclub/identity';
import { checkBeacon, isFresh, readBeacon, type CheckedBeacon } from './beacon.ts';
import { change, setLife, type Draft } from './draft.rules.ts';
import type { RefusalCode } from './errors.ts';
import { MAX_STRANGERS } from './lists.rules.ts';
import { newLife, outdates } from './lives.rules.ts';
import type { ElectionGossip } from './messages.ts';
import { noteNews, noteTeller } from './news.rules.ts';
import { memberSet } from './view.rules.ts';
import { acquit, findAgain, hearsAlarm, renewSoon, startSuspicion } from './suspicion.rules.ts';
import { checkSuspicion, readSuspicion } from './suspicion.ts';
import { hearLists } from './witnessing.rules.ts';

/** Other runs of our own node that we outdo: two nodes with one key must not outdo each other for ever. */
const MAX_OUTDONE = 8;

/** A beacon of ours that we did not sign in this run: friends still hold the last run's, so ours must be later. */
function hearOfMyself(draft: Draft, { instance, incarnation }: CheckedBeacon): void {
  const { outdone, floor } = draft.context;
  if (outdone.includes(instance) || outdone.length >= MAX_OUTDONE) return;
  change(draft, { outdone: [...outdone, instance], floor: Math.max(floor, incarnation) });
  renewSoon(draft);
}

const strangersIn = ({ context: { lives, members } }: Draft): number => {
  const isMember = memberSet(members);
  return [...lives.keys()].filter((id) => !isMember.has(id)).length;
};

function keepBeacon(draft: Draft, from: MemberId, beacon: CheckedBeacon): void {
  const { member } = beacon;
  const { lives, members, host } = draft.context;
  const isStranger = !lives.has(member) && !memberSet(members).has(member);
  if (isStranger && strangersIn(draft) >= MAX_STRANGERS) return;
  acquit(draft, member);
  setLife(draft, member, newLife(beacon));
  if (member === host) change(draft, { hostSilence: 0 });
  noteNews(draft, 'lives', member, [from]);
}

function hearBeacon(draft: Draft, from: MemberId, bytes: Uint8Array, now: number): RefusalCode | undefined {
  const read = readBeacon(bytes, draft.context.shell, draft.context.readings);
  if (!read.ok) return read.error;
  const { claim, isGenuine } = read.value;
  const life = draft.context.lives.get(claim.member);
  if (life !== undefined && !outdates(claim, life.beacon)) {
    if (claim.hash !== life.beacon.hash) return undefined;
    // Whoever tells it again sees somebody whom we lost by our own fault.
    findAgain(draft, claim.member);
    if (life.suspicion === null) noteTeller(draft, 'lives', claim.member, from);
    return undefined;
  }
  if (!isFresh(claim, now)) return 'stale-beacon';
  if (!isGenuine()) return 'bad-signature';
  if (claim.member === draft.context.me) hearOfMyself(draft, claim);
  else keepBeacon(draft, from, claim);
  return undefined;
}

/** @param isNew whether nobody told us of a member before this message. */
function hearSuspicion(
  draft: Draft,
  from: MemberId,
  bytes: Uint8Array,
  isNew: (member: MemberId) => boolean,
): RefusalCode | undefined {
  const { shell, members, lives, me, readings } = draft.context;
  const read = readSuspicion(bytes, shell, readings);
  if (!read.ok) return read.error;
  const { claim, isGenuine } = read.value;
  const { subject, suspector } = claim;
  const life = lives.get(subject);
  // It counts against no other beacon than the one it names: numbers to come cannot be suspected in advance.
  if (life?.beacon.incarnation !== claim.incarnation || life.beacon.leaving) return undefined;
  if (!memberSet(members).has(suspector)) return undefined;
  if (life.suspicion !== null) {
    noteTeller(draft, 'lives', subject, from);
    return undefined;
  }
  if (!isGenuine()) return 'bad-signature';
  if (subject === me) {
    renewSoon(draft);
    return undefined;
  }
  if (!hearsAlarm(draft, suspector)) return 'too-many-suspicions';
  startSuspicion(draft, subject);
  const { standing } = draft.context.lives.get(subject) ?? life;
  // Somebody who was gone before we came need not be waited for.
  const isPast = isNew(subject) && standing === 'suspected';
  if (isPast) acquit(draft, subject);
  setLife(draft, subject, { ...life, suspicion: claim, standing: isPast ? 'gone' : standing });
  noteNews(draft, 'lives', subject, [from]);
  return undefined;
}

/** Whatever a linked peer tells, of itself and of others. */
export function hearGossip(draft: Draft, from: MemberId, told: ElectionGossip, now: number): void {
  const before = draft.context.lives;
  const refused: (RefusalCode | undefined)[] = told.beacons.map((bytes) =>
    hearBeacon(draft, from, bytes, now),
  );
  const isNew = (member: MemberId): boolean => !before.has(member);
  refused.push(...told.suspicions.map((bytes) => hearSuspicion(draft, from, bytes, isNew)));
  refused.push(...hearLists(draft, from, told.lists));
  // One of a kind is enough for the log: a message may hold hundreds.
  for (const code of new Set(refused))
    if (code !== undefined) draft.effects.push({ type: 'REFUSED', from, code });
}

/** Our own beacon came back signed. */
export function publishBeacon(draft: Draft, bytes: Uint8Array): void {
  const { shell, me, instance, lives, readings } = draft.context;
  const beacon = checkBeacon(bytes, shell, readings);
  if (!beacon.ok || beacon.value.member !== me || beacon.value.instance !== instance) return;
  const known = lives.get(me)?.beacon;
  if (known !== undefined && !outdates(beacon.value, known)) return;
  setLife(draft, me, newLife(beacon.value));
  change(draft, { beaconAge: 0 });
  noteNews(draft, 'lives', me, []);
}

/** Our own suspicion came back signed; the subject may have refuted it meanwhile. */
export function publishSuspicion(draft: Draft, bytes: Uint8Array): void {
  const { shell, me, lives, readings } = draft.context;
  const suspicion = checkSuspicion(bytes, shell, readings);
  if (!suspicion.ok || suspicion.value.suspector !== me) return;
  const { subject, incarnation } = suspicion.value;
  const life = lives.get(subject);
  if (life?.beacon.incarnation !== incarnation || life.suspicion !== null || life.standing === 'alive')
    return;
  setLife(draft, subject, { ...life, suspicion: suspicion.value });
  noteNews(draft, 'lives', subject, []);
}

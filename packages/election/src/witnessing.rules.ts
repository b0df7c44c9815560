import type { InstanceId, MemberId } from '@fyteclub/identity';
import { askToSign, change, type Draft } from './draft.rules.ts';
import type { ElectionContext } from './election.events.ts';
import { mergeLists, outranks, recall, witness } from './lists.rules.ts';
import { noteNews, noteTeller } from './news.rules.ts';
import type { StatementProblem } from './signed.ts';
import { counts, memberSet } from './view.rules.ts';
import { checkList, readList, type CheckedList, type WitnessEntry } from './witness.ts';

/** Lists signed again only to outdo one of an earlier run; two nodes with one key must not do so for ever. */
const MAX_RESTATEMENTS = 4;

/** So many members who met a run before us speak for it, even when some of them leave. */
const ENOUGH_WITNESSES = 8;

/** Entries about runs that are over, and about whom is not a member, would only fill the book. */
function isUseful(
  { members, links, lives }: ElectionContext,
  { subject, instance, since }: WitnessEntry,
): boolean {
  if (links[subject] === instance) return true;
  const beacon = lives.get(subject)?.beacon;
  const isOver =
    beacon !== undefined && beacon.incarnation >= since && (beacon.instance !== instance || beacon.leaving);
  return memberSet(members).has(subject) && !isOver;
}

/** What I witnessed is to be told anew, a moment from now: one seldom meets one alone, and everybody hears of it. */
function writeDown(draft: Draft, entries: readonly WitnessEntry[]): void {
  const { isWriting } = draft.context;
  change(draft, { entries, isWriting: true });
  if (!isWriting) draft.waits.push({ id: 'write', delay: 'meetings', event: { type: 'WRITE' } });
}

/** A new list of what I witnessed; taking the clock into its number lets it win also after a restart. */
export function writeList(draft: Draft): void {
  const { context } = draft;
  const entries = context.entries.filter((entry) => isUseful(context, entry));
  const sequence =
    Math.max(context.sequence, context.lists.get(context.me)?.sequence ?? 0, context.now - 1) + 1;
  change(draft, { entries, sequence, isWriting: false });
  askToSign(draft, { kind: 'list', entries, sequence });
}

/**
 * Whether so many met this run before us that our word would change nothing. Who claims to have met it later counts
 * for nothing here, so nobody can keep us from telling of an uptime by telling of a shorter one.
 */
function isWellWitnessed(
  { lists, members, me }: ElectionContext,
  { subject, instance, since: met }: WitnessEntry,
): boolean {
  const isMember = memberSet(members);
  let witnesses = 0;
  for (const { witness, entries } of lists.values()) {
    if (witness === subject || witness === me || !isMember.has(witness)) continue;
    const earlier = entries.some(
      (entry) => entry.subject === subject && entry.instance === instance && entry.since <= met,
    );
    if (earlier && ++witnesses >= ENOUGH_WITNESSES) return true;
  }
  return false;
}

/** Writes down when we first authenticated this run of a member's node, unless our word is not needed. */
export function writeDownMeeting(draft: Draft, subject: MemberId, instance: InstanceId, now: number): void {
  const { context } = draft;
  const meeting = { subject, instance, since: now };
  if (isWellWitnessed(context, meeting)) return;
  const next = witness(context.entries, meeting, (member) => counts(context, member));
  if (next !== undefined) writeDown(draft, next);
}

/** Our own list came back signed: everybody shall have it. An outdated one is dropped. */
export function publishList(draft: Draft, bytes: Uint8Array): void {
  const { shell, me, sequence, lists, members, readings } = draft.context;
  const list = checkList(bytes, shell, readings);
  if (!list.ok || list.value.witness !== me || list.value.sequence !== sequence) return;
  change(draft, { lists: mergeLists(lists, [list.value], members).lists });
  noteNews(draft, 'lists', me, []);
}

/** What we signed in an earlier run. */
function hearOwnList(draft: Draft, mine: CheckedList): void {
  const { context } = draft;
  if (context.lists.get(context.me)?.hash === mine.hash) return;
  const recalled = recall(
    context.entries,
    mine.entries.filter((entry) => isUseful(context, entry)),
  );
  const isOutdone = mine.sequence >= context.sequence;
  if (isOutdone) change(draft, { sequence: mine.sequence });
  const spell = ({ subject, instance, since }: WitnessEntry): string => `${subject} ${instance} ${since}`;
  const says = new Set(mine.entries.map(spell));
  const isMissing = context.entries.some((entry) => !says.has(spell(entry)));
  if (recalled !== undefined) writeDown(draft, recalled);
  else if (isOutdone && isMissing && context.restatements < MAX_RESTATEMENTS) {
    change(draft, { restatements: context.restatements + 1 });
    writeDown(draft, context.entries);
  }
}

/** @returns why some were refused. */
export function hearLists(
  draft: Draft,
  from: MemberId,
  told: readonly Uint8Array[],
): readonly StatementProblem[] {
  const { shell, me, lists, members, readings } = draft.context;
  const refused: StatementProblem[] = [];
  const accepted: CheckedList[] = [];
  for (const bytes of told) {
    const list = readList(bytes, shell, readings);
    if (!list.ok) {
      refused.push(list.error);
      continue;
    }
    const { claim, isGenuine } = list.value;
    const known = lists.get(claim.witness);
    if (known?.hash === claim.hash) noteTeller(draft, 'lists', claim.witness, from);
    else if (claim.witness !== me && known !== undefined && !outranks(claim, known)) continue;
    else if (!isGenuine()) refused.push('bad-signature');
    else if (claim.witness === me) hearOwnList(draft, claim);
    else accepted.push(claim);
  }
  const merged = mergeLists(lists, accepted, members);
  change(draft, { lists: merged.lists });
  for (const { witness: teller } of merged.news) noteNews(draft, 'lists', teller, [from]);
  return refused;
}

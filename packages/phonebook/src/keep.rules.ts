import { NO_READINGS, type MemberId, type Readings } from '@fyteclub/identity';
import { emptyBook, mergeRecords, takeRecords, type Book, type Merge } from './book.rules.ts';
import type { Flag } from './flags.rules.ts';
import { addOps } from './graph.rules.ts';
import { emptyGraph, type OpGraph } from './op-graph.ts';
import type { PhonebookMessage } from './messages.ts';
import { decodeOp, encodeOp, splitOp } from './op-codec.ts';
import { idOf } from './op-layouts.ts';
import type { CheckedOp } from './op.ts';
import type {
  PhonebookContext,
  PhonebookEmitted,
  PhonebookInput,
  RefusedItem,
  Step,
} from './phonebook.events.ts';
import { CLOCK_AHEAD_MS, readRecord, type CheckedRecord } from './record.ts';
import { resolve, type Roster } from './resolve.rules.ts';
import { addsSignatures } from './signatures.rules.ts';
import { opMessages, recordMessages } from './sync.rules.ts';

/** What was told, as far as it could be read. */
interface Read<T> {
  readonly items: readonly T[];
  readonly refused: readonly RefusedItem[];
}

/** Checks signatures only of what is new to us, more signatures included: a batch mostly repeats what we have. */
export function readOps(graph: OpGraph, told: Iterable<Uint8Array>, readings?: Readings): Read<CheckedOp> {
  const items: CheckedOp[] = [];
  const refused: RefusedItem[] = [];
  for (const bytes of told) {
    const split = splitOp(bytes);
    const known = split.ok ? graph.ops.get(idOf(split.value.payload)) : undefined;
    if (split.ok && known !== undefined && !addsSignatures(known, split.value)) continue;
    const op = decodeOp(bytes, graph.shell, readings);
    if (op.ok) items.push(op.value);
    else refused.push({ what: 'op', id: null, code: op.error });
  }
  return { items, refused };
}

const isHeld = ({ current, rivals, waiting }: Book, { member, hash }: CheckedRecord): boolean =>
  current.get(member)?.hash === hash ||
  rivals.get(member)?.hash === hash ||
  waiting.some((record) => record.hash === hash);

interface ReadRecords extends Read<CheckedRecord> {
  /** Whose records we have already, the very same. */
  readonly again: readonly MemberId[];
}

export function readRecords(context: PhonebookContext, told: Iterable<Uint8Array>): ReadRecords {
  const { book, graph, readings } = context;
  const items: CheckedRecord[] = [];
  const again: MemberId[] = [];
  const refused: RefusedItem[] = [];
  for (const bytes of told) {
    const read = readRecord(bytes, graph.shell, readings);
    if (!read.ok) refused.push({ what: 'record', id: null, code: read.error });
    else if (isHeld(book, read.value.record)) again.push(read.value.record.member);
    else if (read.value.isGenuine()) items.push(read.value.record);
    else refused.push({ what: 'record', id: null, code: 'bad-signature' });
  }
  return { items, refused, again };
}

/** Begins with what was stored. It was checked before it was stored; what does not check any more comes again. */
export function open(input: PhonebookInput): PhonebookContext {
  const graph = emptyGraph(input.shell);
  const { readings = NO_READINGS } = input;
  const full = addOps(graph, readOps(graph, input.ops, readings).items).graph;
  const context: PhonebookContext = {
    me: input.me,
    graph: full,
    roster: resolve(full),
    book: emptyBook,
    peers: {},
    now: input.now,
    turn: 0,
    untold: new Map(),
    readings,
  };
  const { items } = readRecords(context, input.records);
  // Our own record counts though our clock has been set back since, or our next one would be numbered below it.
  const mine = items.filter(({ member }) => member === input.me);
  const book = mergeRecords(emptyBook, mine, context.roster, Number.POSITIVE_INFINITY).book;
  return { ...context, book: mergeRecords(book, items, context.roster, input.now).book };
}

export const connectedPeers = ({ peers }: Pick<PhonebookContext, 'peers'>): readonly MemberId[] =>
  (Object.keys(peers) as MemberId[]).filter((peer) => peers[peer]?.connected);

/** Tells every connected member but the one who told us. */
const tellOthers = (
  { peers, roster }: PhonebookContext,
  from: MemberId | null,
  messages: readonly PhonebookMessage[],
): readonly PhonebookEmitted[] =>
  connectedPeers({ peers })
    .filter((peer) => peer !== from && roster.members[peer] !== undefined)
    .flatMap((to) => messages.map((message): PhonebookEmitted => ({ type: 'SEND', to, message })));

/** Whoever is out by this shall see why, before anybody closes its link. */
const tellLeaver = (
  before: PhonebookContext,
  { members }: Roster,
  news: readonly CheckedOp[],
): readonly PhonebookEmitted[] =>
  connectedPeers(before)
    .filter((peer) => before.roster.members[peer] !== undefined && members[peer] === undefined)
    .flatMap((to) => opMessages(news).map((message): PhonebookEmitted => ({ type: 'SEND', to, message })));

const refusals = (from: MemberId | null, items: readonly RefusedItem[]): readonly PhonebookEmitted[] =>
  items.length === 0 ? [] : [{ type: 'REFUSED', from, items }];

const flagged = (flags: readonly Flag[]): readonly PhonebookEmitted[] =>
  flags.map((flag) => ({ type: 'FLAGGED', flag }));

function newFlags(before: Roster, after: Roster): readonly Flag[] {
  const known = new Set(before.flags.map((flag) => JSON.stringify(flag)));
  return after.flags.filter((flag) => !known.has(JSON.stringify(flag)));
}

/** Whose records changed, or are evidence that others should have too. */
const worthTelling = ({ applied, flags }: Merge): readonly MemberId[] => {
  const accused = flags.flatMap((flag) => (flag.kind === 'rival-records' ? [flag.member] : []));
  return [...applied.map(({ member }) => member), ...accused];
};

const recordsChanged = ({ applied, forgotten }: Merge): readonly PhonebookEmitted[] => {
  const members = [...applied.map(({ member }) => member), ...forgotten];
  return members.length === 0 ? [] : [{ type: 'RECORDS_CHANGED', members }];
};

/** Takes operations into the graph; whoever's record had been waiting for them appears at once. */
export function keepOps(context: PhonebookContext, from: MemberId | null, read: Read<CheckedOp>): Step {
  const { graph, added, signed, refused } = addOps(context.graph, read.items);
  const news = [...added, ...signed];
  const items = [...read.refused, ...refused.map(({ id, code }): RefusedItem => ({ what: 'op', id, code }))];
  if (news.length === 0) return { context: { ...context, graph }, effects: refusals(from, items) };
  const roster = resolve(graph);
  const merge = mergeRecords(context.book, [], roster, context.now);
  const next: PhonebookContext = { ...context, graph, roster, book: merge.book };
  return {
    context: noteRecords(next, from, worthTelling(merge)),
    effects: [
      {
        type: 'STORE',
        ops: news.map((op) => encodeOp(op.signed)),
        records: merge.applied.map(({ bytes }) => bytes),
        forget: merge.forgotten,
      },
      ...tellLeaver(context, roster, news),
      { type: 'ROSTER_CHANGED', roster },
      ...recordsChanged(merge),
      ...flagged([...newFlags(context.roster, roster), ...merge.flags]),
      ...tellOthers(next, from, opMessages(news)),
      ...refusals(from, items),
    ],
  };
}

/** Takes presence records into the book. */
export function keepRecords(context: PhonebookContext, from: MemberId | null, read: ReadRecords): Step {
  const merge = takeRecords(context.book, read.items, context.roster, context.now);
  const next = noteTeller({ ...context, book: merge.book }, from, read.again);
  const store: PhonebookEmitted = {
    type: 'STORE',
    ops: [],
    records: merge.applied.map(({ bytes }) => bytes),
    forget: merge.forgotten,
  };
  return {
    context: noteRecords(next, from, worthTelling(merge)),
    effects: [
      ...(merge.applied.length + merge.forgotten.length === 0 ? [] : [store]),
      ...recordsChanged(merge),
      ...flagged(merge.flags),
      ...refusals(from, read.refused),
    ],
  };
}

/**
 * These members' records are to be told on; whoever told us need not hear of them. With nobody there is nothing to
 * tell: whoever comes is asked what it lacks.
 */
function noteRecords(
  context: PhonebookContext,
  from: MemberId | null,
  members: readonly MemberId[],
): PhonebookContext {
  if (members.length === 0 || connectedPeers(context).length === 0) return context;
  const tellers = from === null ? [] : [from];
  const untold = new Map(context.untold);
  for (const member of members) untold.set(member, tellers);
  return { ...context, untold };
}

/** Somebody told us what we are about to tell. */
function noteTeller(
  context: PhonebookContext,
  from: MemberId | null,
  members: readonly MemberId[],
): PhonebookContext {
  const known = members.filter((member) => context.untold.has(member));
  if (from === null || known.length === 0) return context;
  const untold = new Map(context.untold);
  for (const member of known) untold.set(member, [...(untold.get(member) ?? []), from]);
  return { ...context, untold };
}

export const hasNews = ({ untold }: Pick<PhonebookContext, 'untold'>): boolean => untold.size > 0;

/** Tells every connected member the records that came lately and that it has not told us itself. */
export function tellRecords(context: PhonebookContext): Step {
  const { untold, book, roster } = context;
  const members = [...untold.keys()].sort();
  const effects = connectedPeers(context)
    .filter((peer) => roster.members[peer] !== undefined)
    .flatMap((to) => {
      const news = members.filter((member) => untold.get(member)?.includes(to) !== true);
      const records = news.flatMap((member) =>
        [book.current.get(member) ?? [], book.rivals.get(member) ?? []].flat(),
      );
      return recordMessages(records).map((message): PhonebookEmitted => ({ type: 'SEND', to, message }));
    });
  return { context: { ...context, untold: new Map() }, effects };
}

/** Time has passed: records that came too early may count now. */
export function ripen(context: PhonebookContext): Step {
  const { book, roster, now } = context;
  const isRipe = book.waiting.some(
    ({ member, issuedAt }) => roster.members[member] !== undefined && issuedAt <= now + CLOCK_AHEAD_MS,
  );
  return isRipe
    ? keepRecords(context, null, { items: [], refused: [], again: [] })
    : { context, effects: [] };
}

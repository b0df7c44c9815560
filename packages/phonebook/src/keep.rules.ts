import { hash256, toHex, type MemberId } from '@fyteclub/identity';
import { emptyBook, mergeRecords, type Merge } from './book.rules.ts';
import type { Flag } from './flags.rules.ts';
import { addOps, emptyGraph, type OpGraph } from './graph.rules.ts';
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
import { checkRecord, CLOCK_AHEAD_MS, type CheckedRecord } from './record.ts';
import { resolve, type Roster } from './resolve.rules.ts';
import { addsSignatures } from './signatures.rules.ts';
import { opMessages, recordMessages } from './sync.rules.ts';

/** What was told, as far as it could be read. */
interface Read<T> {
  readonly items: readonly T[];
  readonly refused: readonly RefusedItem[];
}

/** Checks signatures only of what is new to us, more signatures included: a batch mostly repeats what we have. */
export function readOps(graph: OpGraph, told: readonly Uint8Array[]): Read<CheckedOp> {
  const items: CheckedOp[] = [];
  const refused: RefusedItem[] = [];
  for (const bytes of told) {
    const split = splitOp(bytes);
    const known = split.ok ? graph.ops[idOf(split.value.payload)] : undefined;
    if (split.ok && known !== undefined && !addsSignatures(known, split.value)) continue;
    const op = decodeOp(bytes, graph.shell);
    if (op.ok) items.push(op.value);
    else refused.push({ what: 'op', id: null, code: op.error });
  }
  return { items, refused };
}

export function readRecords(context: PhonebookContext, told: readonly Uint8Array[]): Read<CheckedRecord> {
  const { book, graph } = context;
  const held = [...Object.values(book.current), ...Object.values(book.rivals), ...book.waiting];
  const known = new Set(held.map(({ hash }) => hash));
  const items: CheckedRecord[] = [];
  const refused: RefusedItem[] = [];
  for (const bytes of told) {
    if (known.has(toHex(hash256(bytes)))) continue;
    const record = checkRecord(bytes, graph.shell);
    if (record.ok) items.push(record.value);
    else refused.push({ what: 'record', id: null, code: record.error });
  }
  return { items, refused };
}

/** Begins with what was stored. It was checked before it was stored; what does not check any more comes again. */
export function open(input: PhonebookInput): PhonebookContext {
  const graph = emptyGraph(input.shell);
  const full = addOps(graph, readOps(graph, input.ops).items).graph;
  const context: PhonebookContext = {
    me: input.me,
    graph: full,
    roster: resolve(full),
    book: emptyBook,
    peers: {},
    now: input.now,
    turn: 0,
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

/** Records that changed, and evidence that others should have too. */
const worthTelling = ({ book, applied, flags }: Merge): readonly CheckedRecord[] => {
  const accused = flags.flatMap((flag) => (flag.kind === 'rival-records' ? [flag.member] : []));
  const evidence = accused.flatMap((member) => [book.current[member], book.rivals[member]]);
  return [...new Set([...applied, ...evidence.filter((record) => record !== undefined)])];
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
    context: next,
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
      ...tellOthers(next, from, [...opMessages(news), ...recordMessages(worthTelling(merge))]),
      ...refusals(from, items),
    ],
  };
}

/** Takes presence records into the book. */
export function keepRecords(
  context: PhonebookContext,
  from: MemberId | null,
  read: Read<CheckedRecord>,
): Step {
  const merge = mergeRecords(context.book, read.items, context.roster, context.now);
  const next: PhonebookContext = { ...context, book: merge.book };
  const store: PhonebookEmitted = {
    type: 'STORE',
    ops: [],
    records: merge.applied.map(({ bytes }) => bytes),
    forget: merge.forgotten,
  };
  return {
    context: next,
    effects: [
      ...(merge.applied.length + merge.forgotten.length === 0 ? [] : [store]),
      ...recordsChanged(merge),
      ...flagged(merge.flags),
      ...tellOthers(next, from, recordMessages(worthTelling(merge))),
      ...refusals(from, read.refused),
    ],
  };
}

/** Time has passed: records that came too early may count now. */
export function ripen(context: PhonebookContext): Step {
  const { book, roster, now } = context;
  const isRipe = book.waiting.some(
    ({ member, issuedAt }) => roster.members[member] !== undefined && issuedAt <= now + CLOCK_AHEAD_MS,
  );
  return isRipe ? keepRecords(context, null, { items: [], refused: [] }) : { context, effects: [] };
}

import { equalBytes, toHex, type MemberId, type OpId } from '@fyteclub/identity';
import { freshTill, isFresh, type Book } from './book.rules.ts';
import { indexOf } from './graph-index.rules.ts';
import type { OpGraph } from './op-graph.ts';
import { batches } from './items.rules.ts';
import {
  MAX_HEADS,
  MAX_ITEMS,
  MAX_MARKS,
  MAX_STEPS,
  type PhonebookDigest,
  type PhonebookMessage,
  type RecordMark,
} from './messages.ts';
import { encodeOp } from './op-codec.ts';
import type { CheckedOp } from './op.ts';
import { inSet, unionOf } from './op-set.rules.ts';
import type { CheckedRecord } from './record.ts';
import { hashHeads } from './resolve.rules.ts';

/** A batch stays under this; the envelope's cap is 64 KiB. */
export const BATCH_BYTES = 47 * 1024;

const freshnesses = new WeakMap<Book['current'], number>();

/** Until when none of a book's records has expired; it is asked at every digest, and books change seldom. */
function freshUntil({ current }: Book): number {
  const known = freshnesses.get(current);
  if (known !== undefined) return known;
  let until = Infinity;
  for (const record of current.values()) until = Math.min(until, freshTill(record));
  freshnesses.set(current, until);
  return until;
}

function freshRecords(book: Book, now: number): readonly CheckedRecord[] {
  const all = [...book.current.values()];
  return now < freshUntil(book) ? all : all.filter((record) => isFresh(record, now));
}

/** Operations at distance 1, 2, 4, 8, … from the end of the canonical order. */
function backwards(ops: readonly CheckedOp[]): readonly OpId[] {
  const steps: OpId[] = [];
  for (let distance = 1; distance <= ops.length && steps.length < MAX_STEPS; distance *= 2) {
    const step = ops[ops.length - distance];
    if (step !== undefined) steps.push(step.id);
  }
  return steps;
}

/** Of more heads than a digest can tell the last is a hash of them all: of two equal histories nothing is missing. */
const toldHeads = (heads: readonly OpId[]): readonly OpId[] =>
  heads.length <= MAX_HEADS
    ? heads
    : [...heads.slice(0, MAX_HEADS - 1), toHex(hashHeads(heads)) as OpId].sort();

/** As many as a digest can tell: the lowest members. Hardly ever are they others than those of the book. */
function marksOf(book: Book, now: number): ReadonlyMap<MemberId, RecordMark> {
  const { current } = book;
  if (current.size <= MAX_MARKS && now < freshUntil(book)) return current;
  const fresh = [...current].filter(([, record]) => isFresh(record, now));
  if (fresh.length > MAX_MARKS) fresh.sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(fresh.slice(0, MAX_MARKS));
}

/** What we have, in few words. `records` says whether the peer may be told about anybody's presence. */
export function digestOf(
  graph: OpGraph,
  book: Book,
  now: number,
  options: { readonly answer: boolean; readonly records: boolean },
): PhonebookDigest {
  const { order, heads, signatures } = indexOf(graph);
  return {
    type: 'phonebook.digest',
    answer: options.answer,
    heads: toldHeads(heads),
    steps: backwards(order),
    signatures,
    records: options.records ? marksOf(book, now) : new Map<MemberId, RecordMark>(),
  };
}

/**
 * The operations that the holder of a digest may lack, parents before children: all that are neither among those it
 * names nor in their past. Never leaves one out. If we hold other signatures than it does, all removals go along: they
 * are few, and which of them differ would take longer to tell.
 */
export function missingOps(graph: OpGraph, digest: PhonebookDigest): readonly CheckedOp[] {
  const { order, heads, signatures, history } = indexOf(graph);
  const lacksSignatures = !equalBytes(signatures, digest.signatures);
  if (toldHeads(heads).join() === digest.heads.join())
    return lacksSignatures ? order.filter(({ op }) => op.type === 'remove') : [];
  const named = [...digest.heads, ...digest.steps].flatMap((id) => history.indexOf(id) ?? []);
  const covered = unionOf(
    named.map((index) => history.pastOf(index)),
    named,
  );
  return order.filter(({ op }, index) => !inSet(covered, index) || (lacksSignatures && op.type === 'remove'));
}

/** Our records that are newer than what a digest tells, or rivals of it; expired ones are not handed on. */
export function missingRecords(book: Book, digest: PhonebookDigest, now: number): readonly CheckedRecord[] {
  return freshRecords(book, now).filter((record) => {
    const theirs = digest.records.get(record.member);
    if (theirs === undefined || theirs.sequence < record.sequence) return true;
    return theirs.sequence === record.sequence && theirs.mark !== record.mark;
  });
}

const inBatches = (items: readonly Uint8Array[]): readonly (readonly Uint8Array[])[] =>
  batches(items, BATCH_BYTES, MAX_ITEMS);

export const opMessages = (ops: readonly CheckedOp[]): readonly PhonebookMessage[] =>
  inBatches(ops.map(({ signed }) => encodeOp(signed))).map((batch) => ({
    type: 'phonebook.ops',
    ops: batch,
  }));

export const recordMessages = (records: readonly CheckedRecord[]): readonly PhonebookMessage[] =>
  inBatches(records.map(({ bytes }) => bytes)).map((batch) => ({
    type: 'phonebook.records',
    records: batch,
  }));

/** What a member is to this exchange: nobody to us yet, somebody still being let in, or a friend. */
export type Standing = 'stranger' | 'member' | 'connected';

export const standingOf = (
  roster: { readonly members: Readonly<Record<MemberId, unknown>> },
  peer: MemberId,
  connected: boolean,
): Standing => (roster.members[peer] === undefined ? 'stranger' : connected ? 'connected' : 'member');

/**
 * What to send to the holder of a digest so that it lacks nothing: the operations only to members, presence only to
 * those whose membership was confirmed on this connection.
 */
export function answerDigest(
  graph: OpGraph,
  book: Book,
  digest: PhonebookDigest,
  standing: Standing,
  now: number,
): readonly PhonebookMessage[] {
  if (standing === 'stranger') return [];
  const ops = opMessages(missingOps(graph, digest));
  return standing === 'member' ? ops : [...ops, ...recordMessages(missingRecords(book, digest, now))];
}

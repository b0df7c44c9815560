import type { MemberId } from '@fyteclub/identity';
import { change, send, type Draft } from './draft.rules.ts';
import {
  decodeMarks,
  hasNewerLife,
  hasNewerList,
  hasSameBeacon,
  markName,
  markOf,
  NO_MARK,
} from './marks.rules.ts';
import type { ElectionDigest } from './messages.ts';
import { digestOf, gossipMessages, tellableLife } from './news.rules.ts';
import { findAgain } from './suspicion.rules.ts';

/** Digests of one peer that are answered in a round: an empty one makes us tell everything. */
const MAX_DIGESTS = 8;

/** Answers with what the sender lacks, and with our own digest if it has what we lack. */
export function answerDigest(draft: Draft, from: MemberId, { ask, marks }: ElectionDigest): void {
  const count = draft.context.digests[from] ?? 0;
  if (count >= MAX_DIGESTS) return;
  change(draft, { digests: { ...draft.context.digests, [from]: count + 1 } });
  const theirs = decodeMarks(marks);
  for (const member of draft.context.members) {
    const [told, life] = [theirs.get(markName(member)), draft.context.lives.get(member)];
    if (told === undefined || told.suspected) continue;
    if (hasSameBeacon(told, markOf(undefined, life))) findAgain(draft, member);
  }
  const { context } = draft;
  const rows = context.members.map((member) => {
    const [list, life] = [context.lists.get(member), tellableLife(context, member)];
    const [mine, told] = [markOf(list, life), theirs.get(markName(member)) ?? NO_MARK];
    return {
      list: hasNewerList(mine, told) ? list : undefined,
      life: hasNewerLife(mine, told) ? life : undefined,
      isLacking: hasNewerList(told, mine) || hasNewerLife(told, markOf(undefined, context.lives.get(member))),
    };
  });
  const lives = rows.flatMap(({ life }) => life ?? []);
  const lists = rows.flatMap(({ list }) => list ?? []);
  for (const message of gossipMessages(lives, lists)) send(draft, from, message);
  if (ask && rows.some(({ isLacking }) => isLacking)) send(draft, from, digestOf(context, false));
}

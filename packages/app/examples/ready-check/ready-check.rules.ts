import type { MemberId } from '@fyteclub/identity';

/** Who said what; whoever is not connected says nothing. */
export type Answers = Readonly<Record<MemberId, boolean>>;

/** Law: whoever says something twice counts once, with what was said last. */
export const withAnswer = (answers: Answers, member: MemberId, ready: boolean): Answers => ({
  ...answers,
  [member]: ready,
});

export const without = (answers: Answers, member: MemberId): Answers =>
  Object.fromEntries(Object.entries(answers).filter(([known]) => known !== member));

/** Everybody who is connected is ready, and so am I. Alone I am not a party. */
export const isEverybodyReady = (me: boolean, answers: Answers): boolean =>
  me && Object.keys(answers).length > 0 && Object.values(answers).every((ready) => ready);

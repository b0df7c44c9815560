import type { Problem } from '../node/client.ts';
import { plain } from '../text/plain.rules.ts';
import { words } from '../words.ts';

const LONGEST = 400;

/** What went wrong, and what to do about it. */
export const Failure = ({ problem }: { readonly problem: Problem | undefined }) =>
  problem === undefined ? null : (
    <div class="failure" role="alert" data-code={problem.code}>
      <strong>{plain(problem.message, LONGEST)}</strong>{' '}
      <span>{words.next[problem.code] ?? plain(problem.next, LONGEST)}</span>
    </div>
  );

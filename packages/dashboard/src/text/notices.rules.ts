import type { NodeEvent, ShellNamed, Transfer } from '../api-types.ts';
import { words } from '../words.ts';
import { whoOf } from './event-line.rules.ts';
import { waitsFor } from './votes.rules.ts';

/** What is shown outside of the page, to somebody who does not look at it. */
export interface Notice {
  readonly title: string;
  readonly body: string;
  /** A later one about the same takes its place. */
  readonly tag: string;
}

/** Whom notices are for. */
export interface Reader {
  /** Our own ids, one in each syncshell. */
  readonly mine: ReadonlySet<string>;
  readonly muted: ReadonlySet<string>;
  /** Friends of whom it is told that they are online. */
  readonly picked: ReadonlySet<string>;
}

const notice = (shell: ShellNamed, body: string, tag: string): Notice => ({
  title: words.windowTitle(shell.name, 0),
  body,
  tag,
});

/** Few things are worth it: somebody is in, a vote or a mod needs us, a picked friend is there. */
export function noticeOf(event: NodeEvent, { mine, muted, picked }: Reader): Notice | undefined {
  const about = whoOf(event)?.id ?? '';
  if (muted.has(about)) return undefined;
  switch (event.event) {
    case 'joined':
      return mine.has(about)
        ? undefined
        : notice(event.shell, words.log.joined(event.member.name), `joined ${about}`);
    case 'online':
      return picked.has(about)
        ? notice(event.shell, words.log.online(event.member.name), `online ${about}`)
        : undefined;
    case 'removal': {
      const { id, target, by } = event.removal;
      return waitsFor(event.removal, mine)
        ? notice(event.shell, words.notices.vote(target.name, by.name), `removal ${id}`)
        : undefined;
    }
    case 'held':
      return notice(event.shell, words.log.held(event.mod, event.member.name), `held ${event.hash}`);
    default:
      return undefined;
  }
}

const placeOf = ({ direction, member, mod }: Transfer): string => `${direction} ${member.id} ${mod}`;

/** A transfer that did not fail before and does now; what had failed when we began to look is no news. */
export function failuresIn(
  shell: ShellNamed,
  before: readonly Transfer[],
  after: readonly Transfer[],
  { muted }: Pick<Reader, 'muted'>,
): readonly Notice[] {
  const going = new Set(before.filter(({ state }) => state !== 'failed').map(placeOf));
  return after
    .filter((each) => each.state === 'failed' && going.has(placeOf(each)) && !muted.has(each.member.id))
    .map((each) =>
      notice(shell, words.transfers.failed(each.mod, each.member.name), `failed ${placeOf(each)}`),
    );
}

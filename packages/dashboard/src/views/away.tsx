import type { Link } from '../node/link.rules.ts';
import { link } from '../state.ts';
import { CopyBox } from '../parts/copy-box.tsx';
import { words } from '../words.ts';

/**
 * What is there instead of a node: why, and what helps.
 * @param command what prints a fresh link to this page.
 */
export function Away({
  link: of,
  command = words.link.command,
}: {
  readonly link: Link;
  readonly command?: string;
}) {
  const { heading, why } = explained(of);
  return (
    <main class="away">
      <span
        class={of.kind === 'gone' || of.kind === 'signed-out' ? 'pearl dim' : 'pearl'}
        aria-hidden="true"
      />
      <h1>{heading}</h1>
      <div role="status">
        {why.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      {of.kind === 'signed-out' && (
        <>
          <CopyBox label={words.link.signedOutNext} text={command} />
          <p class="hint">{words.link.signedOutThen}</p>
        </>
      )}
      {of.kind === 'gone' && <CopyBox label={words.link.elsewhere} text={command} />}
    </main>
  );
}

function explained(of: Link): { heading: string; why: readonly string[] } {
  switch (of.kind) {
    case 'signed-out':
      return of.before
        ? { heading: words.link.restarted, why: [words.link.restartedWhy] }
        : { heading: words.link.signedOut, why: [words.link.signedOutWhy] };
    case 'gone':
      return { heading: words.link.gone, why: [words.link.goneWhy, words.link.goneNever] };
    case 'starting':
      return { heading: words.link.starting, why: [] };
    default:
      return { heading: words.loading, why: [] };
  }
}

/** Above what was last known, while nobody answers. */
export const LinkBanner = () =>
  link.value.kind === 'gone' || link.value.kind === 'starting' ? (
    <div class="banner" role="alert">
      <strong>{link.value.kind === 'gone' ? words.link.noAnswer : words.link.starting}</strong>{' '}
      <span>{words.link.goneWhy}</span> <span>{words.link.stale}</span>
      {link.value.kind === 'gone' && (
        <p>
          {words.link.elsewhere} <code>{words.link.command}</code>
        </p>
      )}
    </div>
  ) : null;

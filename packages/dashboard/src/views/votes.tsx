import type { Removal } from '../api-types.ts';
import { call } from '../node/client.ts';
import { Avatar } from '../parts/avatar.tsx';
import { Failure } from '../parts/failure.tsx';
import { HoldButton } from '../parts/hold-button.tsx';
import { Section } from '../parts/section.tsx';
import { useAction } from '../parts/use-action.ts';
import { reader } from '../notices.ts';
import { here, now, shell } from '../state.ts';
import { duration } from '../text/amounts.rules.ts';
import { plain } from '../text/plain.rules.ts';
import { waitsFor } from '../text/votes.rules.ts';
import { words } from '../words.ts';

const LONGEST_REASON = 400;

/** What the group is asked. Not there while it is asked nothing. */
export function Votes() {
  const open = here.value?.removals.filter(({ state }) => state === 'proposed') ?? [];
  if (open.length === 0) return null;
  return (
    <Section name="votes" heading={words.votes.heading}>
      <ul class="rows">
        {open.map((removal) => (
          <Open key={removal.id} removal={removal} />
        ))}
      </ul>
    </Section>
  );
}

/** What became of what the group was asked before, folded away. */
export function PastVotes() {
  const finished = here.value?.removals.filter(({ state }) => state !== 'proposed') ?? [];
  if (finished.length === 0) return null;
  return (
    <details>
      <summary>{words.votes.finished(finished.length)}</summary>
      <ul class="rows small">
        {finished.map(({ id, target, state, reason, at }) => (
          <li key={id}>
            {state !== 'proposed' && words.votes.state[state](target.name)}
            {reason !== '' && <> {words.votes.reason(plain(reason, LONGEST_REASON))}</>}
            <time class="hint" dateTime={new Date(at).toISOString()}>
              {new Date(at).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })}
            </time>
          </li>
        ))}
      </ul>
      <p class="hint">{words.votes.honest}</p>
    </details>
  );
}

function Open({ removal }: { readonly removal: Removal }) {
  const { id, target, by, at, reason, signatures, signers, needed } = removal;
  const sign = useAction(() => call('sign', { shell: shell.value?.id ?? '', removal: id }));
  const me = shell.value?.me.id;
  const ago = duration((now.value - at) / 1000);
  return (
    <li class="vote">
      <div class="line">
        <Avatar id={target.id} name={target.name} />
        <div class="about">
          <p class="name">{target.id === me ? words.votes.questionYou : words.votes.question(target.name)}</p>
          <p class="facts">
            {words.votes.count(signatures, needed)}
            {' · '}
            {by.id === me ? words.votes.byYou(ago) : words.votes.by(by.name, ago)}
          </p>
        </div>
      </div>
      {reason !== '' && <p class="reason">{words.votes.reason(plain(reason, LONGEST_REASON))}</p>}
      {waitsFor(removal, reader.value.mine) && (
        <>
          <HoldButton label={words.votes.sign(target.name)} disabled={sign.busy} onDone={() => sign.run()} />
          <p class="hint">{words.votes.honest}</p>
        </>
      )}
      {signers.some((signer) => signer.id === me) && <p class="hint">{words.votes.signed}</p>}
      <Failure problem={sign.problem} />
    </li>
  );
}

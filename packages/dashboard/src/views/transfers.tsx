import type { Transfer } from '../api-types.ts';
import { call } from '../node/client.ts';
import { Failure } from '../parts/failure.tsx';
import { useAction } from '../parts/use-action.ts';
import { Section } from '../parts/section.tsx';
import { alone, here, keepPauses, shell, transfers } from '../state.ts';
import { transferLine } from '../text/transfer-line.rules.ts';
import { words } from '../words.ts';

/** What moves and what waits, as sentences; what has arrived is among the mods. */
export function Transfers() {
  const shown = transfers.value.filter(({ state }) => state !== 'complete');
  if (alone.value && shown.length === 0) return null;
  return (
    <Section name="transfers" heading={words.transfers.heading}>
      {shown.length === 0 ? (
        <p class="empty">{words.transfers.none}</p>
      ) : (
        <ul class="rows">
          {shown.map((transfer) => (
            <Row key={`${transfer.direction} ${transfer.member.id} ${transfer.mod}`} transfer={transfer} />
          ))}
        </ul>
      )}
    </Section>
  );
}

/** Two friends may share under one name; what is in it tells them apart. */
const hashOf = ({ mod, member }: Transfer): string =>
  here.value?.mods.find((each) => each.state === 'held' && each.name === mod && each.owner.id === member.id)
    ?.hash ?? mod;

function Row({ transfer }: { readonly transfer: Transfer }) {
  const { tone, sentence, details, percent } = transferLine(transfer);
  const retry = useAction(() => call('resume', { member: transfer.member.id }), keepPauses);
  const release = useAction(() => call('release', { shell: shell.value?.id ?? '', mod: hashOf(transfer) }));
  return (
    <li class={`transfer ${tone}`}>
      <p class="sentence">{sentence}</p>
      {(tone === 'moving' || percent > 0) && (
        <progress max={100} value={percent} aria-label={words.transfers.progress(transfer.mod)} />
      )}
      <p class="facts">
        {details.join(' · ')}
        {tone === 'failed' && (
          <button type="button" class="link" onClick={() => retry.run()}>
            {words.transfers.retry}
          </button>
        )}
        {tone === 'held' && (
          <button
            type="button"
            class="link"
            aria-label={words.transfers.releaseLabel(transfer.mod, transfer.member.name)}
            onClick={() => release.run()}
          >
            {words.transfers.release}
          </button>
        )}
      </p>
      <Failure problem={release.problem} />
    </li>
  );
}

import { useSignal } from '@preact/signals';
import type { Member } from '../api-types.ts';
import { call } from '../node/client.ts';
import { Failure } from '../parts/failure.tsx';
import { Field } from '../parts/field.tsx';
import { HoldButton } from '../parts/hold-button.tsx';
import { RateSelects } from '../parts/rate-selects.tsx';
import { useAction } from '../parts/use-action.ts';
import { keepPauses, limits, now, pauses, say, shell } from '../state.ts';
import { plain, shortId } from '../text/plain.rules.ts';
import { words } from '../words.ts';
import { RememberMember } from './remember-member.tsx';

/** Well within range: by hand only "near" and "out of sight" are told. */
const NEAR_METRES = 10;

const inShell = (): { shell: string } => ({ shell: shell.value?.id ?? '' });

/** What can be asked of the node about one friend. */
export function AboutMember({ member }: { readonly member: Member }) {
  const see = useAction((metres: number | null) => call('near', { ...inShell(), member: member.id, metres }));
  const sights = [
    [words.members.near, member.near, NEAR_METRES],
    [words.members.unseen, member.metres === null, null],
  ] as const;
  const { invitedBy } = member;
  return (
    <div class="panel">
      <p class="hint">
        {invitedBy === null ? words.members.founder : words.members.invitedBy(invitedBy.name)}
        {' · '}
        {words.members.key} <code>{shortId(member.id)}</code>
      </p>
      <fieldset class="segments">
        <legend>{words.members.sight}</legend>
        {sights.map(([label, pressed, metres]) => (
          <button key={label} type="button" aria-pressed={pressed} onClick={() => see.run(metres)}>
            {label}
          </button>
        ))}
      </fieldset>
      <p class="hint">{words.members.sightWhy}</p>
      <Failure problem={see.problem} />
      <PauseMember member={member} />
      <LimitMember member={member} />
      <RememberMember member={member} />
      <Propose member={member} />
    </div>
  );
}

function PauseMember({ member: { id } }: { readonly member: Member }) {
  const paused = pauses.value.some(
    ({ member, until }) => member?.id === id && (until ?? Infinity) > now.value,
  );
  const toggle = useAction(() => call(paused ? 'resume' : 'pause', { ...inShell(), member: id }), keepPauses);
  return (
    <>
      <fieldset class="segments">
        <legend>{words.members.pausing}</legend>
        <button type="button" aria-pressed={paused} onClick={() => toggle.run()}>
          {words.members.pause}
        </button>
      </fieldset>
      <Failure problem={toggle.problem} />
    </>
  );
}

/** In smaller groups one signature removes. */
const VOTED_FROM = 10;

const NO_LIMITS = { up: null, down: null };

function LimitMember({ member: { id } }: { readonly member: Member }) {
  if (limits.value === undefined) return null;
  const inForce = limits.value.members.find(({ member }) => member.id === id) ?? NO_LIMITS;
  return (
    <fieldset class="labelled">
      <legend>{words.members.speed}</legend>
      <RateSelects inForce={inForce} friend={{ ...inShell(), member: id }} />
    </fieldset>
  );
}

function Propose({ member: { id, name } }: { readonly member: Member }) {
  const reason = useSignal('');
  const withBrought = useSignal(false);
  const remove = useAction(
    () =>
      call('remove', {
        ...inShell(),
        member: id,
        ...(reason.value.trim() === '' ? {} : { reason: reason.value.trim() }),
        ...(withBrought.value ? { withBrought: true } : {}),
      }),
    ({ removal }) =>
      say(removal.state === 'proposed' ? words.members.proposed(name) : words.log.carriedOut(name)),
  );
  const isVoted = (shell.value?.members ?? 0) >= VOTED_FROM;
  return (
    <details class="danger">
      <summary>{words.members.propose}</summary>
      <Field
        label={words.members.reason}
        longest={64}
        value={reason.value}
        onInput={(text) => (reason.value = text)}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={withBrought.value}
          onChange={(event) => (withBrought.value = event.currentTarget.checked)}
        />
        {words.members.withBrought}
      </label>
      <p class="hint">
        {isVoted ? words.members.signature : words.members.atOnce} {words.votes.honest}
      </p>
      <HoldButton
        label={(isVoted ? words.members.remove : words.members.removeAtOnce)(plain(name))}
        disabled={remove.busy}
        onDone={() => remove.run()}
      />
      <Failure problem={remove.problem} />
    </details>
  );
}

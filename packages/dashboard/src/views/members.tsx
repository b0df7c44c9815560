import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { Member } from '../api-types.ts';
import { Avatar } from '../parts/avatar.tsx';
import { Crown, More } from '../parts/icons.tsx';
import { Section } from '../parts/section.tsx';
import { here, now } from '../state.ts';
import { band, duration } from '../text/amounts.rules.ts';
import { namesakes, plain, shortId } from '../text/plain.rules.ts';
import { words } from '../words.ts';
import { AboutMember } from './about-member.tsx';

/** Who is in, in the order in which they came, those who are there first. */
export function Members() {
  const members = here.value?.members ?? [];
  const alike = namesakes(members);
  const sorted = [...members].sort(
    (a, b) => Number(b.me) - Number(a.me) || Number(b.online) - Number(a.online),
  );
  return (
    <Section name="members" heading={words.members.heading}>
      <ul class="rows">
        {sorted.map((member) => (
          <Row key={member.id} member={member} hasNamesake={alike.has(member.id)} />
        ))}
      </ul>
      {here.value !== undefined && members.length <= 1 && <p class="empty">{words.members.alone}</p>}
    </Section>
  );
}

function presence({ online, uptimeSeconds, lastSeen }: Member): string {
  if (online)
    return uptimeSeconds === null ? words.members.online : words.members.onlineFor(duration(uptimeSeconds));
  return lastSeen === null
    ? words.members.neverSeen
    : words.members.lastSeen(duration((now.value - lastSeen) / 1000));
}

/** The whole of it stands in the friend’s menu. */
const LONGEST_NOTE = 80;

function Row({ member, hasNamesake }: { readonly member: Member; readonly hasNamesake: boolean }) {
  const open = useSignal(false);
  const panel = useId();
  const { id, name, me, online, host, path, metres, note, muted } = member;
  const facts = [
    presence(member),
    ...(me || path === null ? [] : [words.members[path]]),
    ...(me || !online || metres === null ? [] : [words.members.band[band(metres)]]),
  ];
  return (
    <li class={online ? 'member' : 'member away'}>
      <div class="line">
        <Avatar id={id} name={name} online={online} />
        <div class="about">
          <p class="name">
            <span>
              <bdi>{plain(name)}</bdi>
              {plain(note) !== '' && (
                <span class="noted">
                  {' — '}
                  <bdi>{plain(note, LONGEST_NOTE)}</bdi>
                </span>
              )}
            </span>
            {hasNamesake && <span class="key">{shortId(id)}</span>}
            {me && <span class="tag">{words.members.you}</span>}
            {muted && <span class="tag">{words.members.muted}</span>}
            {host && (
              <span class="tag crowned">
                <Crown /> {words.members.host}
              </span>
            )}
          </p>
          <p class="facts">
            <span class={online ? 'dot on' : 'dot'} aria-hidden="true" />
            {facts.join(' · ')}
          </p>
        </div>
        {!me && (
          <button
            type="button"
            class="quiet round"
            aria-label={words.members.more(name)}
            aria-expanded={open.value}
            aria-controls={panel}
            onClick={() => (open.value = !open.value)}
          >
            <More />
          </button>
        )}
      </div>
      {!me && (
        <div id={panel} hidden={!open.value}>
          {open.value && <AboutMember member={member} />}
        </div>
      )}
    </li>
  );
}

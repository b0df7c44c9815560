import type { ShellStatus } from '../api-types.ts';
import { call } from '../node/client.ts';
import { Chevron, Crown, Down, Go, Pad, Plus, Stop, Up } from '../parts/icons.tsx';
import { Failure } from '../parts/failure.tsx';
import { useAction } from '../parts/use-action.ts';
import {
  alone,
  choose,
  gaming,
  keepGaming,
  keepPauses,
  now,
  pauses,
  shell,
  shells,
  transfers,
} from '../state.ts';
import { countdown, rate } from '../text/amounts.rules.ts';
import { choices, plain } from '../text/plain.rules.ts';
import { rates } from '../text/transfer-line.rules.ts';
import { words } from '../words.ts';

/** What makes a button the way into another syncshell, to which whoever turns back returns. */
export interface Adds {
  readonly id: string;
  readonly onClick: (event: { readonly currentTarget: HTMLElement }) => void;
}

/** Where I am, who is there, who hosts, and how fast it goes. */
export function Strip({ add }: { readonly add: Adds }) {
  const { value } = shell;
  if (value === undefined) return null;
  const others = Math.max(0, value.members - 1);
  const online = Math.max(0, value.online - 1);
  const { up, down } = rates(transfers.value);
  return (
    <header class="strip">
      <div class="who">
        <span class="pearl small" aria-hidden="true" />
        {shells.value.length === 1 ? <h1 tabIndex={-1}>{plain(value.name)}</h1> : <Switch shown={value} />}
        <button
          type="button"
          class="quiet round"
          aria-label={words.strip.add}
          title={words.strip.add}
          {...add}
        >
          <Plus />
        </button>
      </div>
      {value.state !== 'removed' && (
        <>
          <ul class="facts">
            <li class="connected">
              {others === 0 ? words.strip.alone : words.strip.connected(online, others)}
            </li>
            <li class="host">
              {value.host !== null && <Crown />}
              <span>
                {value.host === null
                  ? words.strip.noHost
                  : value.host.me
                    ? words.strip.youHost
                    : words.strip.hosts(value.host.name)}
              </span>
            </li>
            {!alone.value && (
              <li class="rate">
                <Down />
                <span class="unseen">{words.strip.down}</span> {rate(down)}
                <Up />
                <span class="unseen">{words.strip.up}</span> {rate(up)}
              </li>
            )}
          </ul>
          {!alone.value && (
            <div class="standstill">
              <GamingMode />
              <PauseAll />
            </div>
          )}
        </>
      )}
      {value.state === 'expired' && (
        <p class="banner" role="alert">
          <strong>{words.strip.expired(value.name)}.</strong> {words.strip.expiredWhy}
        </p>
      )}
      {value.state === 'removed' && (
        <p class="banner" role="alert">
          <strong>{words.strip.removed(value.name)}.</strong> {words.strip.removedWhy}
        </p>
      )}
    </header>
  );
}

/** The name of a syncshell, which is pressed to see another: over its whole length, which no list would show. */
function Switch({ shown: { id, name } }: { readonly shown: ShellStatus }) {
  const all = choices(shells.value);
  return (
    <div class="switch">
      <h1 tabIndex={-1}>{all.find((one) => one.id === id)?.label ?? plain(name)}</h1>
      <Chevron />
      <select
        aria-label={words.strip.shells}
        value={id}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {all.map((one) => (
          <option key={one.id} value={one.id}>
            {one.label}
          </option>
        ))}
      </select>
    </div>
  );
}

const HOUR_MS = 3_600_000;

/** A game beside it comes first. */
function GamingMode() {
  const set = useAction((on: boolean) => call('gaming', { on }), keepGaming);
  return (
    <div class="gaming">
      <button
        type="button"
        class="big"
        aria-pressed={gaming.value}
        title={words.strip.gamingWhy}
        onClick={() => set.run(!gaming.value)}
      >
        <Pad /> {words.strip.gaming}
      </button>
      <Failure problem={set.problem} />
    </div>
  );
}

/** Everything stands still, and goes on. */
function PauseAll() {
  const pause = useAction(
    (forMs?: number) => call('pause', forMs === undefined ? {} : { forMs }),
    keepPauses,
  );
  const resume = useAction(() => call('resume', {}), keepPauses);
  const all = pauses.value.find(({ member, until }) => member === null && (until ?? Infinity) > now.value);
  const until = all?.until ?? null;
  return (
    <div class="pause">
      {all !== undefined ? (
        <>
          <span class="standing" role="status">
            {until === null ? words.strip.paused : words.strip.pausedUntil(countdown(until - now.value))}
          </span>
          <button type="button" class="big primary" onClick={() => resume.run()}>
            <Go /> {words.strip.resume}
          </button>
        </>
      ) : (
        <>
          <button type="button" class="big" onClick={() => pause.run()}>
            <Stop /> {words.strip.pause}
          </button>
          <button type="button" class="link" onClick={() => pause.run(HOUR_MS)}>
            {words.strip.pauseFor}
          </button>
        </>
      )}
      <Failure problem={pause.problem ?? resume.problem} />
    </div>
  );
}

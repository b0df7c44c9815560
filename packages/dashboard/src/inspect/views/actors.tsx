import { Section } from '../../parts/section.tsx';
import { shortStates, statesOf } from '../actors.rules.ts';
import { actor, actors, choose } from '../state.ts';
import { words } from '../words.ts';

/** Every actor, below whoever made it; one of them is chosen. */
export const Actors = () => (
  <Section
    name="actors"
    heading={words.actors}
    aside={<span class="hint">{words.actorsWith(actors.value.length)}</span>}
  >
    {actors.value.length === 0 ? (
      <p class="empty">{words.none}</p>
    ) : (
      <ul>
        {actors.value.map(({ id, name, depth, value, status }) => (
          <li key={id}>
            <button
              type="button"
              class={status === 'active' ? 'actor' : 'actor ended'}
              style={{ marginInlineStart: `${Math.min(depth, 4)}rem` }}
              aria-pressed={id === actor.value?.id}
              onClick={() => {
                choose(id);
              }}
            >
              <span class="called">{name}</span>
              <span class="stands" title={statesOf(value).join(', ')}>
                {status === 'active' ? shortStates(value) : words.status[status]}
              </span>
            </button>
          </li>
        ))}
      </ul>
    )}
  </Section>
);

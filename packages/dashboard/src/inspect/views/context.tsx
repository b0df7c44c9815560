import { Section } from '../../parts/section.tsx';
import { actor } from '../state.ts';
import { words } from '../words.ts';

/** What the chosen actor holds, as far as it may be seen. */
export function Context() {
  const fields = Object.entries(actor.value?.context ?? {});
  return (
    <Section name="context" heading={words.context}>
      {fields.length === 0 ? (
        <p class="empty">{words.noContext}</p>
      ) : (
        <>
          <div class="held-by" tabIndex={0} role="group" aria-label={words.context}>
            <dl>
              {fields.map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{String(value)}</dd>
                </div>
              ))}
            </dl>
          </div>
          <p class="hint">{words.contextWhy}</p>
        </>
      )}
    </Section>
  );
}

import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface Part {
  readonly heading: string;
  readonly name: string;
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** One part of the screen: a landmark with a heading. */
export function Section({ heading, name, aside, children }: Part) {
  const id = useId();
  return (
    <section class={`part ${name}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>{heading}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}

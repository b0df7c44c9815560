import type { ComponentChildren } from 'preact';

interface Answered {
  readonly onSubmit: () => void;
  readonly children: ComponentChildren;
}

/** Questions with a button that answers them; the page stays where it is. */
export function Form({ onSubmit, children }: Answered) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
    </form>
  );
}

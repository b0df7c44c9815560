import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './app.tsx';
import { follow } from './follow.ts';
import { here, narrow, shell } from './state.ts';
import { words } from './words.ts';

const room = matchMedia('(max-width: 54rem)');
const measure = (): void => {
  narrow.value = room.matches;
};
room.addEventListener('change', measure);
measure();
effect(() => {
  const open = here.value?.removals.filter(({ state }) => state === 'proposed').length ?? 0;
  document.title = words.windowTitle(shell.value?.name, open);
});

const page = document.getElementById('page');
if (page !== null) render(<App />, page);
void follow();

import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './app.tsx';
import { follow } from './follow.ts';
import { here, shell } from './state.ts';
import { words } from './words.ts';

effect(() => {
  const open = here.value?.removals.filter(({ state }) => state === 'proposed').length ?? 0;
  document.title = words.windowTitle(shell.value?.name, open);
});

const page = document.getElementById('page');
if (page !== null) render(<App />, page);
void follow();

import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './app.tsx';
import { follow } from './follow.ts';
import { reader } from './notices.ts';
import { here, shell } from './state.ts';
import { waitsFor } from './text/votes.rules.ts';
import { words } from './words.ts';

effect(() => {
  const waiting = here.value?.removals.filter((removal) => waitsFor(removal, reader.value.mine)) ?? [];
  document.title = words.windowTitle(shell.value?.name, waiting.length);
});

const page = document.getElementById('page');
if (page !== null) render(<App />, page);
void follow();

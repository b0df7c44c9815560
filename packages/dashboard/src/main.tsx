import { render } from 'preact';
import { App } from './app.tsx';
import { follow } from './follow.ts';

const page = document.getElementById('page');
if (page !== null) render(<App />, page);
void follow();

import { render } from 'preact';
import { follow } from './follow.ts';
import { Inspector } from './views/inspector.tsx';

const page = document.getElementById('page');
if (page !== null) render(<Inspector />, page);
void follow();

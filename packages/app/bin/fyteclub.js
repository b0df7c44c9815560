#!/usr/bin/env node
import { existsSync } from 'node:fs';

// A committed file, so that npm can link the command before anything is built.
const main = new URL('../dist/main.js', import.meta.url);
if (existsSync(main)) {
  await import(main);
} else {
  process.stderr.write(
    'FyteClub is not built yet. Run "npm run build" (or "npm start") in the checkout first.\n',
  );
  process.exitCode = 1;
}

import { openBrowser } from './cli/browser.ts';
import { runProcess } from './crash/run-process.ts';

const { env, stdin, stdout, stderr } = process;
await runProcess(process.argv.slice(2), { env, stdin, stdout, stderr, browse: openBrowser });

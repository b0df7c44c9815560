/** `npm run soak`: four real nodes through random kills, restarts, joins and transfers. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endNodes } from '../processes/remembered.ts';
import { parseSoakOptions, USAGE, type SoakOptions } from './options.ts';
import { describeResult, growthIn, heading, row } from './report.ts';
import { soak } from './soak.ts';

const say = (text: string): void => void process.stderr.write(text);

async function run(options: SoakOptions): Promise<number> {
  const root = await mkdtemp(join(tmpdir(), 'fy-soak-'));
  let rounds = 0;
  say(`seed ${options.seed}\n`);
  const result = await soak(options, root, (samples, counts) => {
    if (rounds++ % 20 === 0) say(`${heading(samples.map(({ node }) => node))}\n`);
    say(`${row(samples, counts)}\n`);
  });
  await endNodes();
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ ...result, growth: growthIn(result.samples) ?? null })}\n`
      : describeResult(result),
  );
  if (result.broken === undefined) await rm(root, { recursive: true, force: true });
  else say(`The homes are kept in ${root}\n`);
  return result.broken === undefined ? 0 : 1;
}

const options = parseSoakOptions(process.argv.slice(2), () => randomBytes(4).toString('hex'));
if (options.ok) {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      void endNodes().then(() => process.exit(130));
    });
  process.exitCode = await run(options.value);
} else {
  say(`${options.error}\n${USAGE}`);
  process.exitCode = 2;
}

/** The product's command line with altered parts: what under-test-options.ts reads, then `--`, then its own. */
import { runProcess, type NodeParts } from '@fyteclub/app';
import { createWebRtcNetwork } from '@fyteclub/transport';
import { recordNetwork } from '@fyteclub/transport/testing';
import { tellSecrets } from './tell-secrets.ts';
import { seededRandom } from './corpus/seeded-random.ts';
import { createRecorder } from './recording.ts';
import { limitDials } from './limit-dials.ts';
import { parseUnderTest, type UnderTest } from './under-test-options.ts';

function alteredParts({
  seed,
  record,
  secrets,
  dials,
  electionBucketMs,
  aheadMs,
}: UnderTest): Partial<NodeParts> {
  const dice = seed === undefined ? undefined : seededRandom(seed);
  const recorder = record === undefined ? undefined : createRecorder(record);
  const network = dials === undefined ? createWebRtcNetwork() : limitDials(createWebRtcNetwork(), dials);
  return {
    network: recorder ? recordNetwork(network, ({ bytes }) => recorder.record(bytes)) : network,
    ...(dice && { random: (length: number) => Uint8Array.from(dice.bytes(length)) }),
    ...(electionBucketMs !== undefined && { electionBucketMs }),
    ...(aheadMs !== undefined && { now: () => Date.now() + aheadMs }),
    ...(secrets !== undefined && tellSecrets(createRecorder(secrets))),
  };
}

/** An error that no part of the program expects, once the process is sent SIGUSR2. */
function awaitFault(fault: NonNullable<UnderTest['fault']>): void {
  process.on('SIGUSR2', () => {
    const error = new Error('no way to "Ada" at 192.0.2.7 from /home/ada/mods');
    if (fault === 'throw') throw error;
    void Promise.reject(error);
  });
}

const parsed = parseUnderTest(process.argv.slice(2));
if (!parsed.ok) throw new Error(parsed.error);
const { rest, options } = parsed.value;
if (options.fault !== undefined) awaitFault(options.fault);
await runProcess(rest, process, alteredParts(options));

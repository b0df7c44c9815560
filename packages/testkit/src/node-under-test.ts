/** The product's command line with altered parts: what under-test-options.ts reads, then `--`, then its own. */
import { runCli, type NodeParts } from '@fyteclub/app';
import { createWebRtcNetwork } from '@fyteclub/transport';
import { recordNetwork } from '@fyteclub/transport/testing';
import { tellSecrets } from './tell-secrets.ts';
import { seededRandom } from './corpus/seeded-random.ts';
import { createRecorder } from './recording.ts';
import { limitDials } from './limit-dials.ts';
import { parseUnderTest, type UnderTest } from './under-test-options.ts';

function alteredParts({ seed, record, secrets, dials, electionBucketMs }: UnderTest): Partial<NodeParts> {
  const dice = seed === undefined ? undefined : seededRandom(seed);
  const recorder = record === undefined ? undefined : createRecorder(record);
  const network = dials === undefined ? createWebRtcNetwork() : limitDials(createWebRtcNetwork(), dials);
  return {
    network: recorder ? recordNetwork(network, ({ bytes }) => recorder.record(bytes)) : network,
    ...(dice && { random: (length: number) => Uint8Array.from(dice.bytes(length)) }),
    ...(electionBucketMs !== undefined && { electionBucketMs }),
    ...(secrets !== undefined && tellSecrets(createRecorder(secrets))),
  };
}

const parsed = parseUnderTest(process.argv.slice(2));
if (!parsed.ok) throw new Error(parsed.error);
process.exitCode = await runCli(parsed.value.rest, process, alteredParts(parsed.value.options));

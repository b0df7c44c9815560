/**
 * Meets whoever is at the other port, and says so; when nothing more is heard, meets again. Ends in peace when told.
 * Arguments: role, own port, other port.
 */
import { createWebRtcNetwork } from '../../web-rtc-network.ts';
import { createWireIdentity } from '../../wire-identity.ts';
import { meetCredentials } from '../../credentials.ts';
import type { Connection } from '../../network.ts';
import { say, told } from '../process.ts';

const [role, port, theirs] = process.argv.slice(2) as ['offer' | 'answer', string, string];
const SECRET = new Uint8Array(32).fill(1);
const BEAT_MS = 250;
const SILENCE_MS = 4_000;
const DEADLINE_MS = 600_000;

/** Resolves when the other side is gone. */
function keepCompany({ channel }: Connection): Promise<void> {
  let heardAt = performance.now();
  channel.messages$.subscribe(() => (heardAt = performance.now()));
  const timer = setInterval(() => {
    channel.send(Uint8Array.of(1));
    if (performance.now() - heardAt > SILENCE_MS) channel.abort();
  }, BEAT_MS);
  return channel.closed.then(() => clearInterval(timer));
}

const network = createWebRtcNetwork();
const identity = await createWireIdentity();
const opened = await network.openHost({
  bind: '127.0.0.1',
  port: Number(port),
  stun: [],
  admit: () => undefined,
});
if (!opened.ok) throw new Error(opened.error);
const host = opened.value;
void told().then(() => {
  void network.shutdown().then(() => process.disconnect());
});
say({ ready: host.port });
for (;;) {
  const met = await host.meet({
    addresses: [{ host: '127.0.0.1', port: Number(theirs) }],
    identity,
    ...meetCredentials(SECRET, role, new Uint8Array()),
    fingerprint: undefined,
    role,
    kind: 'control',
    deadlineMs: DEADLINE_MS,
  });
  if (!met.ok) break;
  say({ met: role });
  await keepCompany(met.value);
}

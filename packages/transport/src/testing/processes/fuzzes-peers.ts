/**
 * Hands the native layer's keeper every kind of nonsense: names, passwords, addresses, certificates, sizes, in both
 * roles, shared port or not. Whatever reaches the native local description unchecked would abort this process.
 * Argument: the seed.
 */
import { loadAddon } from '../../native/addon.ts';
import { startPeer, type PeerPlan } from '../../native/peer.ts';
import { createWebRtcNetwork } from '../../web-rtc-network.ts';
import { createWireIdentity } from '../../wire-identity.ts';
import { say } from '../process.ts';

const ROUNDS = 600;

/** mulberry32: small, seeded, good enough to pick nonsense. */
function dice(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let bits = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const roll = dice(Number(process.argv[2]));
const pick = <T>(from: readonly T[]): T => from[Math.floor(roll() * from.length)] as T;
const CHARACTERS = Array.from('AZaz09+/=-_ :\0\r\n\té€😀"\'%$;,\u2028');
const noise = (longest: number): string =>
  Array.from({ length: Math.floor(roll() * longest) }, () => pick(CHARACTERS)).join('');
const name = (good: string): string =>
  roll() < 0.85
    ? good
    : pick(['', 'a', `${good}\r\na=candidate:1`, `${good}\0`, 'x'.repeat(257), noise(40), noise(300)]);

const network = createWebRtcNetwork();
const opened = await network.openHost({ bind: '127.0.0.1', port: 0, stun: [], admit: () => undefined });
if (!opened.ok) throw new Error(opened.error);
const { port } = opened.value;
const addon = await loadAddon();
const identity = await createWireIdentity();
const broken = { ...identity, certificatePem: 'nonsense' };
const swapped = { ...identity, keyPem: (await createWireIdentity()).keyPem };

let begun = 0;
for (let round = 0; round < ROUNDS; round++) {
  const plan: PeerPlan = {
    role: pick(['offer', 'answer']),
    identity: pick([identity, identity, identity, broken, swapped]),
    local: { ufrag: name('abcdEFGH'), password: name('p'.repeat(24)) },
    remote: { ufrag: name('ijklMNOP'), password: name('q'.repeat(24)) },
    addresses: pick([
      [{ host: '127.0.0.1', port: 9 }],
      [{ host: '127.0.0.1', port: 9 }],
      [],
      [{ host: noise(30), port: 9 }],
      [{ host: '::1', port: Math.floor(roll() * 90_000) }],
      Array(9).fill({ host: '127.0.0.1', port: 9 }),
    ]),
    kind: pick(['control', 'bulk']),
    bind: pick(['127.0.0.1', '127.0.0.1', '0.0.0.0']),
    ...pick([{}, { muxPort: port }]),
    ...pick([{}, {}, { mtu: pick([0, -1, 575, 576, 1_400, 9_000, Number.NaN, Infinity]) }]),
  };
  const peer = startPeer(addon, plan);
  if (!peer.ok) continue;
  begun += 1;
  peer.value.end();
  await peer.value.gone;
}
await network.shutdown();
say({ begun, refused: ROUNDS - begun });
process.disconnect();

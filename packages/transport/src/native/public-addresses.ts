import type { Address } from '@fyteclub/identity';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type {} from '../network.ts';
import { reflexiveAddresses } from '../sdp.rules.ts';
import { guarded, holdChannel, holdPeer, releasePeer, type Addon } from './addon.ts';

const STUN_SERVER = /^(?:[A-Za-z0-9.-]{1,253}|\[[0-9a-f:]{2,39}\]):\d{1,5}$/;

/** An unreachable STUN server would hold the gathering up for 23.5 s. */
const GATHERING_MS = 3_000;
const LOOK_AGAIN_MS = 20;

/**
 * Asks one of the STUN servers under which address it sees the shared port. The port's listener must be running: a
 * socket that cannot be opened here would end the process.
 */
export async function askPublicAddresses(
  addon: Addon,
  bind: string,
  muxPort: number,
  stun: readonly string[],
): Promise<readonly Address[]> {
  const servers = stun.filter((server) => STUN_SERVER.test(server));
  if (servers.length === 0) return [];
  const pc = new addon.PeerConnection('', {
    iceServers: servers.map((server) => `stun:${server}`),
    disableAutoNegotiation: true,
    enableIceUdpMux: true,
    portRangeBegin: muxPort,
    portRangeEnd: muxPort,
    ...(bind === '0.0.0.0' || bind === '::' ? {} : { bindAddress: bind }),
  });
  holdPeer(pc);
  const dc = pc.createDataChannel('control');
  holdChannel(dc, () => undefined);
  const gone = new Promise<void>((resolve) => {
    pc.onStateChange(
      guarded((state: string) => {
        if (state !== 'closed') return;
        releasePeer(pc);
        resolve();
      }),
    );
  });
  const name = randomBytes(18).toString('base64');
  pc.setLocalDescription('offer', { iceUfrag: name, icePwd: name });
  for (let waited = 0; waited < GATHERING_MS && pc.gatheringState() !== 'complete'; waited += LOOK_AGAIN_MS)
    await sleep(LOOK_AGAIN_MS);
  const found = reflexiveAddresses(pc.localDescription()?.sdp ?? '');
  // A channel that never opened is not told by its connection.
  dc.close();
  pc.close();
  await gone;
  return found;
}

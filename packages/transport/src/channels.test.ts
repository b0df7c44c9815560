import { randomBytes } from 'node:crypto';
import type { Network } from './network.ts';
import { connected, friend, type Friend } from './testing/cast.ts';
import { runChannelTests, type WireSetup } from './testing/channel-compliance.ts';
import { createMemoryNetwork } from './testing/index.ts';
import { simulatedOnRealTime } from './testing/simulated-on-real-time.ts';
import { createWebRtcNetwork } from './web-rtc-network.ts';

function between(network: Network): WireSetup {
  const secret = randomBytes(32);
  let pair: Promise<readonly [Friend, Friend]> | undefined;
  return {
    connect: async () => {
      pair ??= Promise.all([friend(network, secret), friend(network, secret)]);
      const [ada, ben] = await pair;
      const { near, far } = await connected(ben, ada);
      return { left: near.channel, right: far.channel };
    },
    dispose: () => network.shutdown(),
  };
}

runChannelTests('memory', between(createMemoryNetwork()));
runChannelTests('simulated', between(simulatedOnRealTime().machine('127.0.0.1')));
runChannelTests('WebRTC', between(createWebRtcNetwork()));

import { ok, type Result } from '@fyteclub/identity';
import { cleanUp, loadAddon } from './native/addon.ts';
import { startMuxListener, stopUnusedListeners } from './native/mux-listener.ts';
import type { HostError, HostOptions, Network, NetworkHost } from './network.ts';
import { WebRtcHost } from './web-rtc-host.ts';

/** The real network: WebRTC data channels over one fixed UDP port per host, with no server of anybody's. */
export function createWebRtcNetwork(): Network {
  const hosts = new Set<WebRtcHost>();
  return {
    openHost: async (options: HostOptions): Promise<Result<NetworkHost, HostError>> => {
      const addon = await loadAddon();
      const host = new WebRtcHost(addon, options, () => hosts.delete(host));
      const listener = await startMuxListener(addon, options.bind, options.port, (knock) =>
        host.answer(knock),
      );
      if (!listener.ok) return listener;
      host.listenWith(listener.value);
      hosts.add(host);
      return ok(host);
    },
    shutdown: async () => {
      await Promise.all([...hosts].map((host) => host.close()));
      cleanUp();
      stopUnusedListeners();
    },
  };
}

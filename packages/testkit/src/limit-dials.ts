import { err } from '@fyteclub/identity';
import type { Network } from '@fyteclub/transport';

/** A network whose first `dials` dials are real and whose others find nobody; meeting from both sides still works. */
export function limitDials(network: Network, dials: number): Network {
  let left = dials;
  return {
    ...network,
    openHost: async (options) => {
      const host = await network.openHost(options);
      if (!host.ok) return host;
      const { value } = host;
      return {
        ok: true,
        value: {
          port: value.port,
          incoming$: value.incoming$,
          addresses: () => value.addresses(),
          discover: (...args) => value.discover(...args),
          dial: (plan) => (left-- > 0 ? value.dial(plan) : Promise.resolve(err('timed-out'))),
          meet: (plan) => value.meet(plan),
          close: () => value.close(),
        },
      };
    },
  };
}

import { decodeInvite, decodeReply, inviteKeys, ok, type Address } from '@fyteclub/identity';
import { OVERLAY, type Network } from '@fyteclub/transport';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Friends, valueOf } from './testing/friends.ts';

/** Where somebody is seen who asks for the first, or another, time. */
const seen = (asked: number): Address => ({ host: `203.0.113.${asked}`, port: 61_234 });

let friends: Friends;
beforeEach(() => {
  friends = new Friends(OVERLAY);
});
afterEach(() => friends.end());

/** A network whose hosts learn where they are seen once they ask; counts how often they do. */
function behindARouter(): { readonly network: Network; asked: number; port: number } {
  const counted = {
    asked: 0,
    port: 0,
    network: {
      shutdown: () => Promise.resolve(),
      openHost: async (options) => {
        const opened = await friends.network.openHost(options);
        if (!opened.ok) return opened;
        const host = opened.value;
        counted.port = host.port;
        const addresses = (): readonly Address[] =>
          counted.asked === 0 ? host.addresses() : [seen(counted.asked), ...host.addresses()];
        return ok({
          addresses,
          discover: () => {
            counted.asked++;
            return Promise.resolve(addresses());
          },
          port: host.port,
          incoming$: host.incoming$,
          dial: (plan) => host.dial(plan),
          meet: (plan) => host.meet(plan),
          close: () => host.close(),
        });
      },
    } satisfies Network,
  };
  return counted;
}

test('an invite tells where its maker is seen from outside, and so does a reply', async () => {
  const [hers, his] = [behindARouter(), behindARouter()];
  const ada = await friends.up('Ada', { network: hers.network });
  const ben = await friends.up('Ben', { network: his.network });
  expect([hers.asked, his.asked]).toEqual([0, 0]);

  valueOf(await ada.create({ name: 'Raid night', as: 'Ada' }));
  await ada.locate();
  const { code } = valueOf(ada.invite({}));
  const invite = decodeInvite(code);
  expect(invite.ok && invite.value.endpoint.addresses[0]).toEqual(seen(1));

  const seed = invite.ok ? invite.value.seed : new Uint8Array();
  const stop = new AbortController();
  for await (const step of ben.join({ code, as: 'Ben', useReply: true }, stop.signal)) {
    if (!step.ok || step.value.state !== 'reply-needed') continue;
    const reply = decodeReply(step.value.reply, () => inviteKeys(seed));
    expect(reply.ok && reply.value.endpoint.addresses[0]).toEqual(seen(1));
    stop.abort();
  }
  expect(his.asked).toBe(1);
});

test('friends are told where somebody is seen from outside, and told anew when a link broke and that is elsewhere', async () => {
  const hers = behindARouter();
  await friends.up('Ada', { network: hers.network });
  await friends.gather(['Ada', 'Ben']);
  expect(hers.asked).toBe(1);
  await friends.pass(31_000);
  friends.silence('Ben');
  friends.network.silence(hers.port);
  await friends.until('Ada to lose Ben', () => friends.linksOf('Ada').length === 0);
  friends.restore('Ben');
  friends.network.restore(hers.port);
  await friends.until('Ada and Ben to meet again', () => friends.linksOf('Ben').includes('Ada'));
  const dialled: string[] = [];
  friends.onDial = (step, { addresses }) => step === 1 && dialled.push(addresses[0]?.host ?? '');
  await friends.down('Ada');
  await friends.until('Ben to look for Ada where she was seen last', () => dialled.includes(seen(2).host));
});

test('nobody is asked twice within half a minute, whoever wants to know', async () => {
  const hers = behindARouter();
  const ada = await friends.up('Ada', { network: hers.network });
  await Promise.all([ada.locate(), ada.locate()]);
  valueOf(await ada.create({ name: 'Raid night', as: 'Ada' }));
  await ada.locate();
  expect(hers.asked).toBe(1);
  await friends.pass(31_000);
  await ada.locate();
  expect(hers.asked).toBe(2);
});

import {
  checkKnock,
  createLink,
  createWireIdentity,
  dialCredentials,
  knockTag,
  type Connection,
} from '@fyteclub/transport';
import { createMemoryNetwork } from '@fyteclub/transport/testing';

/** Ben dials Ada's fixed port with nothing but a shared secret, and says a word on the handshake's topic. */
export async function twoEnds(word: string): Promise<unknown> {
  const network = createMemoryNetwork();
  const secret = new Uint8Array(32).fill(7);
  const [ada, ben] = await Promise.all([createWireIdentity(), createWireIdentity()]);
  const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));

  const host = await network.openHost({
    bind: '127.0.0.1',
    port: 0,
    stun: [],
    admit: (knock) => {
      const credentials = checkKnock(secret, knock, Date.now());
      return credentials.ok ? { identity: ada, tag: knockTag(knock) ?? '', ...credentials.value } : undefined;
    },
  });
  const caller = await network.openHost({ bind: '127.0.0.1', port: 0, stun: [], admit: () => undefined });
  if (!host.ok || !caller.ok) throw new Error('no port');
  const arrived = new Promise<Connection>((resolve) =>
    host.value.incoming$.subscribe(({ connection }) => resolve(connection)),
  );

  const dialled = await caller.value.dial({
    ...dialCredentials(secret, Date.now(), random),
    addresses: [{ host: '127.0.0.1', port: host.value.port }],
    fingerprint: ada.fingerprint,
    identity: ben,
    kind: 'control',
    timeoutMs: 5_000,
  });
  if (!dialled.ok) throw new Error(dialled.error);
  createLink(dialled.value).send('handshake', word);
  const heard = await new Promise((resolve) => {
    void arrived.then((connection) => createLink(connection).topic('handshake').subscribe(resolve));
  });
  await network.shutdown();
  return heard;
}

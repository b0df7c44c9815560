/**
 * A chat between two processes, over WebRTC and without a server. One listens and says where; the other dials:
 *
 *   node chat.js listen
 *   node chat.js dial PORT SECRET FINGERPRINT
 *
 * Lines of stdin go to the other side, lines of the other side to stdout; the end of stdin ends it.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import {
  checkKnock,
  createWebRtcNetwork,
  createWireIdentity,
  dialCredentials,
  knockTag,
  type Connection,
} from '@fyteclub/transport';

const [role, port, secretHex = randomBytes(32).toString('hex'), fingerprintHex = ''] = process.argv.slice(2);
const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
const secret = bytes(secretHex);
const identity = await createWireIdentity();
const network = createWebRtcNetwork();

const opened = await network.openHost({
  bind: '127.0.0.1',
  port: 0,
  stun: [],
  // Whoever knows the secret may come in.
  admit: (knock) => {
    const credentials = checkKnock(secret, knock, Date.now());
    return credentials.ok ? { identity, tag: knockTag(knock) ?? '', ...credentials.value } : undefined;
  },
});
if (!opened.ok) throw new Error(opened.error);
const host = opened.value;

function dial(): Promise<Connection> {
  const credentials = dialCredentials(secret, Date.now(), (length) => new Uint8Array(randomBytes(length)));
  const plan = { addresses: [{ host: '127.0.0.1', port: Number(port) }], fingerprint: bytes(fingerprintHex) };
  const rest = { identity, kind: 'control', timeoutMs: 10_000 } as const;
  return host.dial({ ...credentials, ...plan, ...rest }).then((dialled) => {
    if (!dialled.ok) throw new Error(dialled.error);
    return dialled.value;
  });
}

function listen(): Promise<Connection> {
  console.log(`listening ${host.port} ${secretHex} ${Buffer.from(identity.fingerprint).toString('hex')}`);
  return new Promise((resolve) => host.incoming$.subscribe(({ connection }) => resolve(connection)));
}

// The bare channel, which DTLS encrypts. The members of a group put a link on top, which proves who is there first.
const { channel } = await (role === 'dial' ? dial() : listen());
channel.messages$.subscribe((line) => console.log(Buffer.from(line).toString()));
const input = createInterface({ input: process.stdin });
input.on('line', (line) => channel.send(new TextEncoder().encode(line)));
await Promise.race([once(input, 'close'), channel.closed]);
input.close();
await channel.close();
await network.shutdown();

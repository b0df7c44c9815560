/**
 * Eve, a member gone bad: she holds the secret, dials properly, and then does with the wire what no node of ours
 * does, once in each way. Arguments: the secret, Ada's port.
 */
import { randomBytes } from 'node:crypto';
import { dialCredentials } from '../../credentials.ts';
import { loadAddon, type Addon } from '../../native/addon.ts';
import { describeRemote } from '../../sdp.rules.ts';
import { say } from '../process.ts';

type Channel = ReturnType<Connection['createDataChannel']>;
type Connection = InstanceType<Addon['PeerConnection']>;

const [secret = '', port = ''] = process.argv.slice(2);
const addon = await loadAddon();

/** Dials with a peer connection of her own; resolves when Ada has had enough of her. */
function dial(label: string, misbehave: (dc: Channel, pc: Connection) => void): Promise<void> {
  const { local, remote } = dialCredentials(Buffer.from(secret, 'hex'), Date.now(), randomBytes);
  const pc = new addon.PeerConnection('eve', {
    iceServers: [],
    bindAddress: '127.0.0.1',
    disableAutoNegotiation: true,
    disableFingerprintVerification: true,
  });
  const dc = pc.createDataChannel(label);
  dc.onClosed(() => undefined);
  dc.onOpen(() => misbehave(dc, pc));
  pc.setLocalDescription('offer', { iceUfrag: local.ufrag, icePwd: local.password });
  const ada = { host: '127.0.0.1', port: Number(port) };
  pc.setRemoteDescription(
    describeRemote({ role: 'answer', credentials: remote, addresses: [ada] }),
    'answer',
  );
  return new Promise((resolve) => {
    pc.onStateChange((state) => {
      if (state === 'closed') resolve();
      else if (state === 'disconnected' || state === 'failed') pc.close();
    });
  });
}

const nothing = (): void => undefined;
await dial('no kind of ours', nothing);
await dial('x'.repeat(60_000), nothing);
await dial('control', (_, pc) => pc.createDataChannel('control').onClosed(nothing));
await dial('control', (dc) => dc.sendMessage('a text that means nothing'));
await dial('control', (dc) => dc.sendMessage('got-last'));
await dial('bulk', (dc) => dc.close());
await dial('control', (dc) => {
  // More than anybody keeps unread.
  for (let i = 0; i < 40; i++) dc.sendMessageBinary(new Uint8Array(262_144));
});
addon.cleanup();
say({ done: true });
process.disconnect();

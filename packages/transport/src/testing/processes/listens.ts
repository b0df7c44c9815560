/** Ada: listens on the port, under the secret, both given; echoes; ends in peace when told. */
import { createWebRtcNetwork } from '../../web-rtc-network.ts';
import { friend } from '../cast.ts';
import { say, told } from '../process.ts';

const [secret = '', port = '0', throwsFor = ''] = process.argv.slice(2);
const network = createWebRtcNetwork();
process.on('uncaughtException', ({ message }) => say({ uncaught: message }));
const admit = (): never => {
  throw new Error(throwsFor);
};
const ada = await friend(network, Buffer.from(secret, 'hex'), {
  port: Number(port),
  ...(throwsFor ? { admit } : {}),
});
ada.host.incoming$.subscribe(({ connection: { channel } }) => {
  channel.messages$.subscribe((bytes) => channel.send(bytes));
});
say({ port: ada.host.port });
await told();
await network.shutdown();
process.disconnect();

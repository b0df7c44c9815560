import { createHmac, randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import type { Address } from '@fyteclub/identity';

/** Just enough of RFC 8489 to knock at a port as a stranger does, and to answer as a STUN server does. */

const MAGIC_COOKIE = 0x2112_a442;
const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const USERNAME = 0x0006;
const MESSAGE_INTEGRITY = 0x0008;
const XOR_MAPPED_ADDRESS = 0x0020;

function attribute(type: number, value: Uint8Array): Buffer {
  const bytes = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
  bytes.writeUInt16BE(type, 0);
  bytes.writeUInt16BE(value.length, 2);
  bytes.set(value, 4);
  return bytes;
}

function message(type: number, transaction: Uint8Array, attributes: Buffer): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt16BE(type, 0);
  header.writeUInt16BE(attributes.length, 2);
  header.writeUInt32BE(MAGIC_COOKIE, 4);
  header.set(transaction, 8);
  return Buffer.concat([header, attributes]);
}

/** A connectivity check under these names, its integrity made with a password of nobody's. */
export function bindingRequest(localUfrag: string, remoteUfrag: string): Buffer {
  const username = attribute(USERNAME, Buffer.from(`${localUfrag}:${remoteUfrag}`));
  const integrity = attribute(MESSAGE_INTEGRITY, createHmac('sha1', randomBytes(20)).digest());
  return message(BINDING_REQUEST, randomBytes(12), Buffer.concat([username, integrity]));
}

export const udpSocket = (): Promise<Socket> =>
  new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1', () => resolve(socket));
  });

export const sendTo = (socket: Socket, bytes: Uint8Array, port: number): Promise<void> =>
  new Promise((resolve, reject) =>
    socket.send(bytes, port, '127.0.0.1', (error) => (error ? reject(error) : resolve())),
  );

/** Answers every request with the same address, as a STUN server behind a strange router might. */
export async function stunServer(
  seen: Address,
): Promise<{ readonly port: number; readonly asked: Address[]; close(): void }> {
  const socket = await udpSocket();
  const asked: Address[] = [];
  socket.on('message', (request, { address, port }) => {
    asked.push({ host: address, port });
    const value = Buffer.alloc(8);
    value.writeUInt8(1, 1);
    value.writeUInt16BE(seen.port ^ (MAGIC_COOKIE >>> 16), 2);
    const host = seen.host.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
    value.writeUInt32BE((host ^ MAGIC_COOKIE) >>> 0, 4);
    const answer = message(BINDING_SUCCESS, request.subarray(8, 20), attribute(XOR_MAPPED_ADDRESS, value));
    socket.send(answer, port, address);
  });
  return { port: socket.address().port, asked, close: () => void socket.close() };
}

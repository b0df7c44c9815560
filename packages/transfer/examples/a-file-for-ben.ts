import { randomBytes } from 'node:crypto';
import { createKeyRing, ok, type ShellId } from '@fyteclub/identity';
import * as fyte from '@fyteclub/transfer';

const shell = randomBytes(32).toString('hex') as ShellId;
const [ada, ben] = [createKeyRing(randomBytes(32)), createKeyRing(randomBytes(32))];

/** Cuts a file by its content: what a manifest says of it. */
function cut(path: string, bytes: Uint8Array): fyte.ManifestEntry {
  const chunks = new Uint8Array(Math.ceil(bytes.length / fyte.CHUNK_MIN) * fyte.ROW_BYTES);
  let [row, at] = [0, 0];
  for (; at < bytes.length; row++) {
    const size = fyte.chunkLength(bytes, at, bytes.length);
    fyte.writeChunk(chunks, row, fyte.sha256(bytes.subarray(at, at + size)), size);
    at += size;
  }
  return { path, size: bytes.length, chunks: chunks.subarray(0, row * fyte.ROW_BYTES) };
}

/** Ada shares one file, Ben receives it over a channel that is no more than a function call. */
export async function giveToBen(file: Uint8Array): Promise<Uint8Array> {
  const shared = fyte.signManifest(ada, shell, 'Robe', { folders: [], entries: [cut('robe.tex', file)] });
  if (!shared.ok) throw new Error(shared.error.code);
  const { mod, bytes } = shared.value;
  const received = new Uint8Array(bytes);

  const source: fyte.OutboundSource = {
    read: (_, offset, into) => {
      into.set(file.subarray(offset, offset + into.length));
      return Promise.resolve(ok(undefined));
    },
    close: () => Promise.resolve(),
  };
  const store: fyte.InboundStore = {
    manifest: () => Promise.resolve(undefined),
    begin: ({ chunks }) => Promise.resolve(ok(fyte.createBitmap(chunks))), // nothing is here yet
    write: (_, offset, parts) => {
      received.set(Buffer.concat(parts), offset);
      return Promise.resolve(ok(undefined));
    },
    finish: () => Promise.resolve(ok(undefined)),
    close: () => Promise.resolve(),
  };

  const half = (): string => randomBytes(16).toString('hex'); // one from either side
  const binding = { secret: randomBytes(32), transfer: fyte.transferId(half(), half()), shell, mod };
  const members = { ...binding, sender: ada.memberId, receiver: ben.memberId };
  const port = (to: () => fyte.Pump): fyte.BulkPort => ({
    send: (frame) => (setImmediate(() => to().receive(frame)), true),
    bufferedAmount: () => 0,
    drained: () => Promise.resolve(),
  });
  const sender: fyte.Pump = fyte.createOutbound({
    port: port(() => receiver),
    seal: fyte.createTransferSeal(members, 'sender'),
    shared: shared.value,
    source,
  });
  const receiver: fyte.Pump = fyte.createInbound({
    port: port(() => sender),
    seal: fyte.createTransferSeal(members, 'receiver'),
    expected: { shell, owner: ada.memberId, mod },
    offer: { mod: fyte.modHash(mod), name: 'Robe', bytes, files: 1 },
    store,
  });
  const ends = await Promise.all([sender.ended, receiver.ended]);
  if (ends.some(({ kind }) => kind !== 'done')) throw new Error(JSON.stringify(ends));
  return received;
}

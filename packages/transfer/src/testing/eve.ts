import { createInbound } from '../inbound.ts';
import { encodeFrame, type ReceiverFrame, type SenderFrame } from '../frames.ts';
import type { CheckedManifest } from '../manifest.ts';
import type { ModOffer } from '../messages.ts';
import { createOutbound } from '../outbound.ts';
import type { PumpEnd } from '../ports.ts';
import { createTransferSeal, type TransferBinding } from '../seal.ts';
import { MemoryLane } from './duplex.ts';
import { ada, ben, memorySource, MemoryStore, noise, offerOf, shell, type Files } from './mods.ts';

const bindingOf = (mod: Uint8Array): TransferBinding => ({
  secret: noise(32, 1),
  transfer: noise(32, 2),
  shell,
  sender: ada.memberId,
  receiver: ben.memberId,
  mod,
});

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

/** A receiver that talks to a sender who holds the right keys and seals whatever she likes. */
export function againstReceiver(shared: CheckedManifest, offer: Partial<ModOffer> = {}, kept?: Uint8Array) {
  const seal = createTransferSeal(bindingOf(shared.mod), 'sender');
  const store = new MemoryStore();
  store.kept = kept;
  const up = new MemoryLane(() => undefined);
  const receiver = createInbound({
    port: up,
    seal: createTransferSeal(bindingOf(shared.mod), 'receiver'),
    expected: { shell, owner: ada.memberId, mod: shared.mod },
    offer: { ...offerOf(shared), ...offer },
    store,
  });
  const sayNow = (frame: SenderFrame, last = false): void => {
    receiver.receive(seal.seal(encodeFrame(frame), last));
  };
  const say = async (frame: SenderFrame, last = false): Promise<void> => {
    await settle();
    sayNow(frame, last);
    await settle();
  };
  const manifest = (signed = shared.signed): Promise<void> =>
    say({ kind: 'manifest', total: signed.length, offset: 0, bytes: signed });
  const raw = async (plain: Uint8Array): Promise<void> => {
    await settle();
    receiver.receive(seal.seal([plain], false));
  };
  return { receiver, store, up, say, sayNow, manifest, raw };
}

/** A sender that talks to a receiver who holds the right keys and seals whatever she likes. */
export function againstSender(files: Files, shared: CheckedManifest) {
  const seal = createTransferSeal(bindingOf(shared.mod), 'receiver');
  const down = new MemoryLane(() => undefined);
  const sender = createOutbound({
    port: down,
    seal: createTransferSeal(bindingOf(shared.mod), 'sender'),
    shared,
    source: memorySource(files, shared),
  });
  const say = async (frame: ReceiverFrame, last = false): Promise<void> => {
    sender.receive(seal.seal(encodeFrame(frame), last));
    await settle();
  };
  return { sender, down, say };
}

/** The code a pump failed with. */
export async function codeOf(ended: Promise<PumpEnd>): Promise<string> {
  const end = await ended;
  return end.kind === 'failed' ? end.code : end.kind;
}

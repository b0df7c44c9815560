import { join } from 'node:path';
import { createKeyRing, type ShellId } from '@fyteclub/identity';
import {
  createInbound,
  createOutbound,
  createTransferSeal,
  transferId,
  type PumpEnd,
} from '@fyteclub/transfer';
import { openLibrary, type Library } from '../library.ts';
import type { ReceivedRow, ReceivedTable } from '../received.ts';
import type { FolderIndex, FolderRow, Scan } from '../scan.ts';
import { shareFolder, type SharedMod } from '../share.ts';
import { openSource } from '../shared-source.ts';

export const shell = 'ab'.repeat(32) as ShellId;
export const ada = createKeyRing(new Uint8Array(32).fill(1));
export const ben = createKeyRing(new Uint8Array(32).fill(2));

/** A store table in memory; it outlives the library, as lmdb outlives the process. */
export function memoryTable<Row>() {
  const rows = new Map<string, Row>();
  return {
    rows,
    get: (key: string) => rows.get(key),
    entries: () => [...rows],
    put: (key: string, row: Row) => void rows.set(key, structuredClone(row)),
    remove: (key: string) => void rows.delete(key),
  };
}

export interface Home {
  readonly folder: string;
  readonly table: ReceivedTable;
  readonly index: FolderIndex;
  library: Library;
  /** What a kill and a start do to it. */
  restart(): Promise<void>;
}

export async function openHome(
  folder: string,
  options: { cache?: string; shared?: readonly Scan[]; table?: ReceivedTable } = {},
): Promise<Home> {
  const table = options.table ?? memoryTable<ReceivedRow>();
  const open = () =>
    openLibrary({
      mods: join(folder, 'mods'),
      cache: options.cache ?? join(folder, 'cache'),
      table,
      shared: () => options.shared ?? [],
      now: Date.now(),
    });
  const home: Home = {
    folder,
    table,
    index: memoryTable<FolderRow>(),
    library: await open(),
    restart: async () => {
      home.library = await open();
    },
  };
  return home;
}

export async function share(
  path: string,
  index: FolderIndex = memoryTable<FolderRow>(),
  name = 'Silk Robe',
): Promise<SharedMod> {
  const shared = await shareFolder(path, { name, shell, ring: ada, index, now: Date.now(), keepOut: [] });
  if (!shared.ok) throw new Error(`${shared.error.code} ${shared.error.path ?? ''}`);
  return shared.value;
}

export interface Fetched {
  readonly ends: readonly [sender: PumpEnd, receiver: PumpEnd];
  /** Sealed bytes from the sender. */
  readonly down: number;
}

let transfers = 0;

/**
 * One transfer from Ada's disk to Ben's, over a channel in memory.
 * @param onFrame told of every frame from the sender before it is delivered; false cuts the channel instead
 */
export async function fetchMod(
  mod: SharedMod,
  library: Library,
  onFrame: (index: number, frame: Uint8Array) => boolean | Promise<boolean> = () => true,
): Promise<Fetched> {
  const half = (++transfers).toString(16).padStart(32, '0');
  const binding = {
    secret: new Uint8Array(32).fill(9),
    transfer: transferId(half, half),
    shell,
    sender: ada.memberId,
    receiver: ben.memberId,
    mod: mod.checked.mod,
  };
  let [down, index, alive] = [0, 0, true];
  let giveUp: (error: unknown) => void = () => undefined;
  const broken = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  const cut = (): void => {
    alive = false;
    sender.closed();
    receiver.closed();
  };
  const lane = (deliver: (frame: Uint8Array) => void, watch: boolean) => {
    let [queued, chain] = [0, Promise.resolve()];
    return {
      send: (frame: Uint8Array) => {
        queued += frame.length;
        if (watch) down += frame.length;
        chain = chain.then(async () => {
          await new Promise(setImmediate);
          queued -= frame.length;
          if (!alive) return;
          if (!watch || (await onFrame(index++, frame))) deliver(frame);
          else cut();
        });
        // A story that fails in the middle of a transfer has failed: nothing would ever be delivered again.
        chain.catch(giveUp);
        return alive;
      },
      bufferedAmount: () => queued,
      drained: () => chain,
    };
  };
  const sender = createOutbound({
    port: lane((frame) => {
      receiver.receive(frame);
    }, true),
    seal: createTransferSeal(binding, 'sender'),
    shared: mod.checked,
    source: openSource(mod),
  });
  const receiver = createInbound({
    port: lane((frame) => {
      sender.receive(frame);
    }, false),
    seal: createTransferSeal(binding, 'receiver'),
    expected: { shell, owner: ada.memberId, mod: mod.checked.mod },
    offer: mod.offer,
    store: library.store(mod.offer.mod),
  });
  void receiver.ended.then((end) => end.kind === 'failed' && cut());
  return { ends: await Promise.race([Promise.all([sender.ended, receiver.ended]), broken]), down };
}

/** Fetches and puts in place; the folder. */
export async function receive(mod: SharedMod, library: Library): Promise<string> {
  const { ends } = await fetchMod(mod, library);
  if (ends[1].kind !== 'done') throw new Error(ends[1].code);
  const installed = await library.install(mod.offer.mod);
  if (!installed.ok) throw new Error(installed.error);
  return installed.value.path;
}

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { createOutbound, createTransferSeal, transferId } from '@fyteclub/transfer';
import { openSource } from './shared-source.ts';
import type { SharedMod } from './share.ts';
import { ada, ben, share, shell } from './testing/homes.ts';
import { noise, readFiles, removeTempFolders, tempFolder, writeFiles } from './testing/folders.ts';
import type { Order } from './testing/receiver-process.ts';

afterAll(removeTempFolders);

const receiverProcess = (): ChildProcess =>
  fork(new URL('testing/receiver-process.ts', import.meta.url), {
    serialization: 'advanced',
    execArgv: [
      '--conditions=@fyteclub/source',
      '--no-warnings',
      '--import',
      new URL('testing/typescript-hooks.mjs', import.meta.url).href,
    ],
  });

let transfers = 0;

/**
 * Sends a mod to a receiver in a process of its own.
 * @param killAt kills it with no goodbye once it has been sent so many bytes
 * @returns sealed bytes sent, and what the receiver said at its end
 */
async function sendTo(
  mod: SharedMod,
  home: string,
  killAt = Infinity,
): Promise<{ sent: number; said: string }> {
  const child = receiverProcess();
  const half = (++transfers).toString(16).padStart(32, '0');
  const transfer = transferId(half, half);
  const members = { shell, sender: ada.memberId, receiver: ben.memberId };
  const binding = { ...members, secret: new Uint8Array(32).fill(3), transfer, mod: mod.checked.mod };
  let [sent, queued, said] = [0, 0, ''];
  const drained: (() => void)[] = [];
  const sender = createOutbound({
    port: {
      send: (frame) => {
        sent += frame.length;
        queued += frame.length;
        child.send(frame, () => {
          queued -= frame.length;
          if (queued < 256 * 1024) for (const resolve of drained.splice(0)) resolve();
        });
        if (sent > killAt) child.kill('SIGKILL');
        return child.connected;
      },
      bufferedAmount: () => queued,
      drained: () => new Promise((resolve) => drained.push(resolve)),
    },
    seal: createTransferSeal(binding, 'sender'),
    shared: mod.checked,
    source: openSource(mod),
  });
  child.on('error', () => undefined);
  child.on('message', (message) => {
    if (typeof message === 'string') said = message;
    else sender.receive(message as Uint8Array);
  });
  const order: Order = { home, offer: mod.offer, binding };
  child.send(order);
  await once(child, 'exit');
  for (const resolve of drained.splice(0)) resolve();
  sender.closed();
  await sender.ended;
  return { sent, said };
}

describe('the receiver is killed with no goodbye', () => {
  test('P78 P53 half-way, and started again: at most 5 % is sent twice, and the folder is the shared one', async () => {
    const source = join(await tempFolder(), 'robe');
    writeFiles(source, {
      'large.tex': noise(30_000_000),
      ...Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`m/${i}.mdl`, noise(20_000 + 100 * i)])),
    });
    const home = await tempFolder();
    const mod = await share(source);
    const first = await sendTo(mod, home, mod.offer.bytes / 2);
    const second = await sendTo(mod, home);
    expect(JSON.parse(second.said)).toMatchObject({ ok: true });
    const twice = (first.sent + second.sent - mod.offer.bytes) / mod.offer.bytes;
    console.info(`sent twice: ${(100 * twice).toFixed(2)} % of ${mod.offer.bytes / 1e6} MB`);
    expect(twice).toBeLessThan(0.05);
    expect(readFiles(join(home, 'mods', ada.memberId.slice(0, 16), 'Silk Robe'))).toEqual(readFiles(source));
  });

  test('P78 at five moments, one after the other: it ends as the shared folder', async () => {
    const source = join(await tempFolder(), 'robe');
    writeFiles(source, {
      'large.tex': noise(6_000_000),
      ...Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`m/${i}.mdl`, noise(500 + 60 * i)])),
    });
    const home = await tempFolder();
    const mod = await share(source);
    for (const killAt of [10_000, 400_000, 900_000, 2_000_000]) await sendTo(mod, home, killAt);
    expect(JSON.parse((await sendTo(mod, home)).said)).toMatchObject({ ok: true });
    expect(readFiles(join(home, 'mods', ada.memberId.slice(0, 16), 'Silk Robe'))).toEqual(readFiles(source));
  });
});

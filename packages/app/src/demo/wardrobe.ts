import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SharedMod } from '../shown/index.ts';
import { bar } from '../cli/bar.ts';
import { showBytes } from '../cli/units.ts';
import { fingerprintOf, writeCoat } from './coat.ts';
import type { Parts } from './gathering.ts';
import { somebodyElse, type Stage } from './stage.ts';
import { unlike } from './stopped.ts';

/** So slow that there is time to walk away. */
const SLOW = 1_500_000;
const STILL_MS = 1_200;

/** A mod moves while two see each other, rests while they do not, and ends byte for byte. */
export async function dress(stage: Stage, { owner, watched, host }: Parts): Promise<void> {
  const coat = join(stage.root, 'coat');
  const other = somebodyElse(stage.everybody, owner, watched, host);
  const part = async (): Promise<number> => {
    const coming = await watched.coming();
    return coming === undefined ? 0 : coming.bytes / coming.total;
  };
  const percent = (share: number): string => `${Math.floor(100 * share)} %`;

  await stage.scene('share', async () => {
    await stage.field.look();
    await writeCoat(coat);
    await owner.ask('limit', { up: SLOW });
    const { mod } = await owner.ask<{ mod: SharedMod }>('share', { path: coat, name: 'Demo coat' });
    await stage.until('hearing of the coat', async () => (await watched.received()) !== undefined);
    return `${owner.name} shares "${mod.name}" (${mod.files} files, ${showBytes(mod.bytes)}), at no more than ${showBytes(SLOW)} a second. Nobody is near, so nothing moves.`;
  });
  await stage.scene('near', async () => {
    const apart = await stage.field.walk(watched, 40, owner, (metres) => {
      stage.live(`${watched.name} walks towards ${owner.name}: ${metres.toFixed(0)} m`);
      return false;
    });
    await stage.until('the first bytes', async () => {
      stage.live(`${watched.name} at ${apart} m  ${bar(await part())}`);
      return (await part()) > 0.2;
    });
    return `${watched.name} walks up to ${owner.name}. At 50 m both see each other, and the coat begins to move.`;
  });
  let kept = 0;
  await stage.scene('away', async () => {
    const apart = await stage.field.walk(watched, 75, owner, async (metres) => {
      stage.live(`${watched.name} walks away: ${metres.toFixed(0)} m  ${bar(await part())}`);
      return false;
    });
    await stage.until('the transfer to pause', async () => {
      const state = (await watched.coming())?.state;
      if (state === 'complete' || state === undefined)
        throw unlike(stage.current, 'the coat was there before anybody had walked away');
      return state === 'waiting-for-range';
    });
    kept = await part();
    await sleep(STILL_MS);
    if ((await part()) !== kept) throw unlike(stage.current, 'bytes moved out of range');
    return `${watched.name} walks away. Past 55 m the transfer pauses; at ${apart.toFixed(0)} m nothing moves, and ${percent(kept)} are kept.`;
  });
  await stage.scene('received', async () => {
    await owner.ask('limit', { up: null });
    await stage.field.walk(watched, 12, owner, async (metres) => {
      stage.live(`${watched.name} comes back: ${metres.toFixed(0)} m  ${bar(await part())}`);
      if ((await part()) < kept) throw unlike(stage.current, 'what had been kept was lost');
      return false;
    });
    await stage.until('the whole coat', async () => (await watched.received())?.state === 'complete');
    const folder = (await watched.received())?.path ?? '';
    if ((await fingerprintOf(folder)) !== (await fingerprintOf(coat)))
      throw unlike(stage.current, 'what came is not what was shared');
    if ((await other.received())?.state === 'complete')
      throw unlike(stage.current, `${other.name} got the coat from afar`);
    return {
      sentence: `${watched.name} comes back, it goes on from ${percent(kept)}, and the coat is there, byte for byte. ${other.name}, far away, has only heard its name.`,
      facts: { path: folder, shared: coat },
    };
  });
}

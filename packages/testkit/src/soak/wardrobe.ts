import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { generateMod } from '../corpus/mod-corpus.ts';
import type { Person } from './person.ts';

const FILES = 60;
const BYTES = 8_000_000;

/** One mod that somebody may share. */
export interface Garment {
  readonly owner: Person;
  readonly name: string;
  readonly folder: string;
}

/** Two mods for everybody, which never change. */
export class Wardrobe {
  readonly garments: readonly Garment[];

  private constructor(garments: readonly Garment[]) {
    this.garments = garments;
  }

  static async fill(root: string, people: readonly Person[], seed: string): Promise<Wardrobe> {
    const garments: Garment[] = [];
    for (const owner of people)
      for (const what of ['coat', 'hat']) {
        const name = `${owner.name}’s ${what}`;
        const folder = join(root, 'wardrobe', `${owner.name}-${what}`);
        await mkdir(folder, { recursive: true });
        await generateMod(folder, { seed: `${seed}/${name}`, files: FILES, bytes: BYTES });
        garments.push({ owner, name, folder });
      }
    return new Wardrobe(garments);
  }

  folderOf(name: string): string | undefined {
    return this.garments.find((garment) => garment.name === name)?.folder;
  }
}

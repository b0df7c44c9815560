import type { Kind } from './mod-plan.ts';
import type { SeededRandom } from './seeded-random.ts';

/** The names of one mod: where each planned file lies, and the JSON files of a Penumbra v3 mod that say so. */
export interface PenumbraLayout {
  /** In the order of the planned files, relative to the mod folder, with `/`. */
  readonly paths: readonly string[];
  readonly json: Readonly<Record<string, string>>;
}

/** Option folders as authors name them: spaces, signs and letters beyond ASCII are everyday. */
const OPTIONS = ['Default', 'Bibo+ Large', "Rue's cut", 'Größe M', '素体', 'Sheer (no lining)'];
const RACES = ['c0101', 'c0201', 'c0401', 'c1401', 'c1801'];

const digits = (i: number): string => String(i).padStart(4, '0');

/** One game path of a file; the same file serves several races, and a dozen files one piece of gear. */
function gamePath(extension: string, i: number, race: string): string {
  const piece = digits(Math.floor(i / 12));
  const gear = `chara/equipment/e${piece}`;
  const name = `${race}e${piece}_${digits(i)}`;
  switch (extension) {
    case '.mdl':
      return `${gear}/model/${name}.mdl`;
    case '.tex':
      return `${gear}/texture/v01_${name}_n.tex`;
    case '.mtrl':
      return `${gear}/material/v0001/mt_${name}_a.mtrl`;
    case '.pap':
      return `chara/human/${race}/animation/a0001/bt_common/emote/${name}.pap`;
    case '.tmb':
      return `chara/action/emote/${name}.tmb`;
    case '.avfx':
    case '.atex':
      return `vfx/common/eff/${name}${extension}`;
    case '.scd':
      return `sound/vfx/${name}.scd`;
    default:
      return `chara/human/${race}/skeleton/base/b${piece}/${name}${extension}`;
  }
}

const container = (files: Readonly<Record<string, string>>): object => ({
  Files: files,
  FileSwaps: {},
  Manipulations: [],
});

const text = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** One group file for about 55 others, as many as eight; a handful of files has none. */
export const groupCount = (files: number): number => (files < 20 ? 0 : Math.min(8, Math.ceil(files / 55)));

/** Lays out one file for each kind, and the JSON: two files plus one for each group. About 2.3 game paths map to one file. */
export function penumbraLayout(
  name: string,
  kinds: readonly Kind[],
  groups: number,
  random: SeededRandom,
): PenumbraLayout {
  // The last container stands for default_mod.json.
  const containers: Record<string, string>[] = Array.from({ length: groups + 1 }, () => ({}));
  const paths = kinds.map(({ extension }, i) => {
    const path = `${random.pick(OPTIONS)}/${gamePath(extension, i, 'c0101')}`;
    const files = random.pick(containers);
    for (const race of RACES.slice(0, random.pick([1, 1, 2, 2, 3, 5])))
      files[gamePath(extension, i, race)] = path;
    return path;
  });

  const json: Record<string, string> = {
    'meta.json': text({
      FileVersion: 3,
      Name: name,
      Author: 'FyteClub',
      Description: '',
      Image: '',
      Version: '1.0.0',
      Website: '',
      ModTags: [],
    }),
    'default_mod.json': text({ Version: 0, ...container(containers[groups] ?? {}) }),
  };
  containers.slice(0, groups).forEach((files, i) => {
    json[`group_${String(i + 1).padStart(3, '0')}_choice ${i + 1}.json`] = text({
      Version: 0,
      Name: `Choice ${i + 1}`,
      Description: '',
      Image: '',
      Page: 0,
      Priority: i,
      Type: 'Single',
      DefaultSettings: 1,
      Options: [
        { Name: 'Off', Description: '', ...container({}) },
        { Name: 'On', Description: '', ...container(files) },
      ],
    });
  });
  return { paths, json };
}

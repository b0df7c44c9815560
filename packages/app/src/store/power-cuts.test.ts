import { describe, expect, test } from '@jest/globals';
import {
  KEYS,
  NODE,
  PROTECTION_STEPS,
  type ProtectionChange,
  type ProtectionStep,
} from './protection.rules.ts';

/** What a file holds, as far as opening the state goes. */
type Content = 'clear rows' | 'sealed rows' | 'keys, old' | 'keys, new' | 'keys of long ago' | 'torn';
type Folder = Readonly<Record<string, Content>>;
/** A change of the folder's names that a power cut may take back, whatever became of the others. */
type Pending = (folder: Folder) => Folder;

/** How the state opens: in clear, or with which passphrase; or not at all. */
function opens(folder: Folder): 'in clear' | 'old' | 'new' | 'lost' {
  if (folder[NODE] === 'clear rows') return 'in clear';
  if (folder[NODE] !== 'sealed rows') return 'lost';
  return folder[KEYS] === 'keys, old' ? 'old' : folder[KEYS] === 'keys, new' ? 'new' : 'lost';
}

const put =
  (name: string, content: Content): Pending =>
  (folder) => ({ ...folder, [name]: content });
const without =
  (name: string): Pending =>
  (folder) =>
    Object.fromEntries(Object.entries(folder).filter(([other]) => other !== name));

/** The names as this step changes them, done or, for a file on its way, half done. */
function effects(step: ProtectionStep, now: Folder): readonly Pending[] {
  switch (step.step) {
    case 'write-keys':
      return [put(step.to, 'torn'), put(step.to, 'keys, new')];
    case 'write-rows':
      return [put(step.to, 'torn'), put(step.to, step.sealed ? 'sealed rows' : 'clear rows')];
    case 'rename': {
      const moved = put(step.to, now[step.from] ?? 'torn');
      return [(folder) => without(step.from)(moved(folder))];
    }
    case 'remove':
      return [without(step.name)];
    case 'sync':
      return [];
  }
}

const subsets = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  items.reduce<readonly (readonly T[])[]>(
    (all, item) => [...all, ...all.map((some) => [...some, item])],
    [[]],
  );

const apply = (folder: Folder, changes: readonly Pending[]): Folder =>
  changes.reduce((result, change) => change(result), folder);

/** Every way in which the state can open after a kill or a power cut at any moment of these steps, and at their end. */
function outcomes(steps: readonly ProtectionStep[], start: Folder) {
  const cut = new Set<string>();
  let durable = start;
  let pending: readonly Pending[] = [];
  const cutHere = (): void => {
    for (const some of subsets(pending)) cut.add(opens(apply(durable, some)));
  };
  cutHere();
  for (const step of steps) {
    for (const effect of effects(step, apply(durable, pending))) {
      pending = [...pending, effect];
      cutHere();
    }
    if (step.step === 'sync') [durable, pending] = [apply(durable, pending), []];
    cutHere();
  }
  return { cut: [...cut].sort(), end: opens(durable), left: Object.keys(durable).sort() };
}

const CLEAR: Folder = { [NODE]: 'clear rows' };
const PROTECTED: Folder = { [NODE]: 'sealed rows', [KEYS]: 'keys, old' };
const cases: readonly [ProtectionChange, string, Folder, object][] = [
  ['protect', 'rows in clear', CLEAR, { cut: ['in clear', 'new'], end: 'new', left: [KEYS, NODE] }],
  [
    'protect',
    'rows in clear beside keys that an interrupted change left',
    { ...CLEAR, [KEYS]: 'keys of long ago' },
    { cut: ['in clear', 'new'], end: 'new', left: [KEYS, NODE] },
  ],
  ['change', 'sealed rows', PROTECTED, { cut: ['new', 'old'], end: 'new', left: [KEYS, NODE] }],
  ['lift', 'sealed rows', PROTECTED, { cut: ['in clear', 'old'], end: 'in clear', left: [NODE] }],
];

describe('a power cut at any moment', () => {
  test.each(cases)('P68 of "%s" on %s leaves the old or the new state', (change, _, start, expected) => {
    expect(outcomes(PROTECTION_STEPS[change], start)).toEqual(expected);
  });

  test('would lose it all if a name were relied upon that is not durable yet, or the order were another', () => {
    const lost = (steps: readonly ProtectionStep[], start: Folder): boolean =>
      outcomes(steps, start).cut.includes('lost');
    const { protect, lift } = PROTECTION_STEPS;
    const withoutFirstSync = (steps: readonly ProtectionStep[]): readonly ProtectionStep[] =>
      steps.filter((_, at) => at !== steps.findIndex(({ step }) => step === 'sync'));
    expect(lost(withoutFirstSync(protect), CLEAR)).toBe(true);
    expect(lost([...protect.slice(3), ...protect.slice(0, 3)], CLEAR)).toBe(true);
    expect(lost(withoutFirstSync(lift), PROTECTED)).toBe(true);
    expect(lost([...lift.slice(3), ...lift.slice(0, 3)], PROTECTED)).toBe(true);
  });
});

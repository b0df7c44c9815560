import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom, type SeededRandom } from '../corpus/seeded-random.ts';
import { checkFiles, checkRestarted } from './checks.ts';
import { beIn, comeBack, inviteFrom, settle, share } from './deeds.ts';
import { figuresOf, type Figures } from './figures.ts';
import type { SoakOptions } from './options.ts';
import { Broken, Person } from './person.ts';
import { Wardrobe } from './wardrobe.ts';

const NAMES = ['Ada', 'Ben', 'Cleo', 'Dora'] as const;
/** How likely each is killed: one lives longer than the others, so that its memory can be watched over time. */
const DANGER = [1, 5, 5, 5] as const;

/** What one node took after a round. */
export interface Sample extends Figures {
  readonly second: number;
  readonly node: string;
  readonly pid: number;
  readonly ageSeconds: number;
}

export interface Counts {
  kills: number;
  /** Of these, while the node was still starting. */
  killsWhileStarting: number;
  restarts: number;
  transfers: number;
  joins: number;
}

export interface SoakResult {
  readonly seed: string;
  readonly seconds: number;
  readonly counts: Counts;
  readonly samples: readonly Sample[];
  /** What must not be so; undefined when all was well. */
  readonly broken?: string;
}

interface Soaking {
  readonly dice: SeededRandom;
  readonly people: readonly Person[];
  readonly wardrobe: Wardrobe;
  readonly counts: Counts;
}

/**
 * Four nodes of one group live through random kills in the middle of whatever they do.
 * @param root where homes and mods are made.
 * @param told after every round.
 */
export async function soak(
  { seed, minutes, kills }: SoakOptions,
  root: string,
  told: (samples: readonly Sample[], counts: Counts) => void,
): Promise<SoakResult> {
  const started = performance.now();
  const seconds = (): number => Math.round((performance.now() - started) / 1000);
  const counts: Counts = { kills: 0, killsWhileStarting: 0, restarts: 0, transfers: 0, joins: 0 };
  const samples: Sample[] = [];
  const people = NAMES.map((name) => new Person(name, join(root, name)));
  try {
    const wardrobe = await Wardrobe.fill(root, people, seed);
    await found(people);
    const soaking = { dice: seededRandom(seed), people, wardrobe, counts };
    while (counts.kills < kills && seconds() < 60 * minutes) {
      await round(soaking);
      const fresh = await Promise.all(people.map((person) => sample(person, seconds())));
      samples.push(...fresh);
      told(fresh, counts);
    }
    for (const person of people) {
      await checkFiles(person, wardrobe);
      await person.leave();
    }
    return { seed, seconds: seconds(), counts, samples };
  } catch (error) {
    const said = people.map((person) => person.transcript()).join('\n\n');
    const broken = error instanceof Broken ? error.message : String(error);
    return { seed, seconds: seconds(), counts, samples, broken: `${broken}\n\n${said}` };
  }
}

async function found(people: readonly Person[]): Promise<void> {
  for (const { home } of people) await mkdir(home);
  await Promise.all(people.map((person) => person.up()));
  const [first, ...others] = people;
  await first?.ask('create', { name: 'Soaking', as: first.name });
  for (const [at, person] of others.entries())
    await person.join(await inviteFrom(people.slice(0, at + 1), `an invite for ${person.name}`));
  await settle(people);
}

async function sample(person: Person, second: number): Promise<Sample> {
  const ageSeconds = Math.round(person.age() / 1000);
  return { second, node: person.name, pid: person.pid, ageSeconds, ...(await figuresOf(person.pid)) };
}

/** Something is begun, somebody is killed in the middle of it, and in the end all is as it should be. */
async function round({ dice, people, wardrobe, counts }: Soaking): Promise<void> {
  const deed = begin();
  const victims = dice.next() < 0.2 ? [victim(), victim()] : [victim()];
  await sleep(dice.integer(0, 1_500));
  for (const person of new Set(victims)) {
    await person.kill();
    counts.kills += 1;
  }
  // Before anybody is back: some deeds wait for those who are gone.
  await Promise.race([deed, sleep(dice.integer(0, 800))]);
  for (const person of new Set(victims)) {
    if (dice.next() < 0.3) {
      await person.upForOnly(dice.integer(50, 900));
      counts.kills += 1;
      counts.killsWhileStarting += 1;
    }
    await person.up();
    counts.restarts += 1;
    await checkRestarted(person, wardrobe);
  }
  await deed;
  await settle(people);

  function victim(): Person {
    const urn = people.flatMap((person, at) => Array.from({ length: DANGER[at] ?? 1 }, () => person));
    return dice.pick(urn);
  }
  /** Its failure is none: whoever it needs may be dead. */
  function begin(): Promise<void> {
    const drawn = dice.next();
    if (drawn < 0.5) {
      counts.transfers += 1;
      return share(dice.pick(wardrobe.garments), people).catch(() => undefined);
    }
    const person = dice.pick(people);
    const others = people.filter((other) => other !== person);
    if (drawn > 0.8) return Promise.resolve();
    counts.joins += 1;
    person.id = undefined;
    return comeBack(person, others)
      .catch(() => beIn(person, others))
      .catch(() => undefined);
  }
}

import type { Shell } from './answers.ts';
import type { CastMember } from './cast.ts';
import { until } from './until.ts';

/** The one syncshell of a person. */
export async function shellOf(person: CastMember): Promise<Shell> {
  const [shell] = (await person.status()).shells;
  if (shell === undefined) throw new Error(`${person.name} is in no syncshell`);
  return shell;
}

export const untilState = (person: CastMember, state: Shell['state']): Promise<unknown> =>
  until(async () => (await shellOf(person)).state === state, { what: `${person.name} to be ${state}` });

/** Until each of these people sees exactly these people as members. */
export async function untilRoster(...people: CastMember[]): Promise<void> {
  const names = people.map(({ name }) => name).sort();
  for (const person of people) {
    const same = async (): Promise<boolean> =>
      JSON.stringify((await person.members()).map(({ name }) => name).sort()) === JSON.stringify(names);
    await until(same, { what: `${person.name} to see ${names.join(', ')} as members`, everyMs: 250 });
  }
}

/** Until all of these people speak under one epoch that is none of those before. */
export const untilNewEpoch = (people: readonly CastMember[], ...old: readonly string[]): Promise<string> =>
  until(
    async () => {
      const epochs = new Set(await Promise.all(people.map(async (person) => (await shellOf(person)).epoch)));
      const [only] = epochs;
      return epochs.size === 1 && only !== undefined && only !== '' && !old.includes(only) && only;
    },
    { what: 'one new epoch', everyMs: 250 },
  );

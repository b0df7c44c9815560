import { rm } from 'node:fs/promises';
import { until } from '../processes/until.ts';
import type * as answers from '../processes/answers.ts';
import { receivedFolders } from './checks.ts';
import type { Person } from './person.ts';
import type { Garment } from './wardrobe.ts';

const PATIENCE = { timeoutMs: 120_000, everyMs: 250 };

/** A code from whichever of them hosts. */
export const inviteFrom = (people: readonly Person[], what: string): Promise<string> =>
  until(
    async () => {
      for (const person of people) {
        const invited = await person.ask<answers.Invited>('invite').catch(() => undefined);
        if (invited !== undefined) return invited.code;
      }
      return undefined;
    },
    { what, ...PATIENCE },
  );

/** Everybody forgets a mod, then its owner shares it anew. */
export async function share({ owner, name, folder }: Garment, people: readonly Person[]): Promise<void> {
  await owner.ask('unshare', { name }).catch(() => undefined);
  for (const person of people) {
    for (const [hash, had] of person.has) if (had === name) person.has.delete(hash);
    for (const each of await receivedFolders(person))
      if (each.name === name) await rm(each.path, { recursive: true, force: true });
  }
  await owner.ask('share', { path: folder, name });
}

/** Leaves for good, and comes back under a new key by a new code. */
export async function comeBack(person: Person, others: readonly Person[]): Promise<void> {
  if ((await person.group())?.state === 'member') await person.ask('leave');
  await beIn(person, others);
}

/** Until the person is a member, whatever was interrupted. */
export async function beIn(person: Person, others: readonly Person[]): Promise<void> {
  await until(
    async () => {
      const state = (await person.group())?.state;
      if (state === 'member') return true;
      await person.join(await inviteFrom(others, `an invite for ${person.name}`));
      return false;
    },
    { what: `${person.name} to be in`, ...PATIENCE },
  );
}

/** Until everybody is in, sees everybody online and near, and has every mod that is shared. */
export async function settle(people: readonly Person[]): Promise<void> {
  for (const person of people) {
    if (!person.running) await person.up();
    await beIn(
      person,
      people.filter((other) => other !== person),
    );
  }
  const ids = await Promise.all(people.map(async (person) => (await person.group())?.me.id ?? ''));
  const all = [...ids].sort().join();
  for (const [at, person] of people.entries()) {
    person.id = ids[at];
    await until(
      async () => {
        const online = (await person.members()).filter((member) => member.online);
        return (
          online
            .map(({ id }) => id)
            .sort()
            .join() === all && (await person.members()).length === ids.length
        );
      },
      { what: `${person.name} to see everybody, and nobody else`, ...PATIENCE },
    );
    await person.ask('near', { member: 'all', metres: 5 });
  }
  for (const person of people) await receiveAll(person);
}

async function receiveAll(person: Person): Promise<void> {
  await until(
    async () => {
      const received = (await person.mods()).filter(({ direction }) => direction === 'received');
      for (const { name, hash, state } of received) if (state === 'complete') person.has.set(hash, name);
      const open = received.filter(({ state }) => state !== 'complete');
      if (open.length > 0) throw new Error(JSON.stringify(open));
      return true;
    },
    { what: `${person.name} to have every mod`, ...PATIENCE },
  );
}

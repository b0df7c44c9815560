import type { InviteMade, MemberShown, Removed } from '../shown/index.ts';
import type { Parts } from './gathering.ts';
import type { Player } from './player.ts';
import { listed, type Stage } from './stage.ts';
import { unlike } from './stopped.ts';

/** The host goes without a goodbye and comes back; somebody is voted out for good. */
export async function upset(stage: Stage, { host, watched, outcast }: Parts): Promise<void> {
  const { everybody } = stage;
  const rest = everybody.filter((player) => player !== host);
  await stage.scene('killed', async () => {
    await host.end('SIGKILL');
    stage.live(`${host.name} is silent …`);
    await stage.together(rest);
    return `${host.name}, the host, is killed without a goodbye. The others notice by themselves.`;
  });
  await stage.scene('new-host', async () => {
    const next = await stage.host(rest);
    const { expiresAt } = await next.ask<InviteMade>('invite');
    if (!(expiresAt > Date.now())) throw unlike(stage.current, 'the invite is stale');
    return `${next.name} hosts now, as all who are left agree, and makes invites.`;
  });
  await stage.scene('returned', async () => {
    stage.live(`${host.name} starts again …`);
    await host.start();
    await stage.together(everybody);
    return `${host.name} is back, without any code: the others know the key.`;
  });

  const left = everybody.filter((player) => player !== outcast);
  const before = (await watched.group()).epoch;
  await stage.scene('removed', async () => {
    stage.field.leave(outcast);
    const { removal } = await watched.ask<Removed>('remove', {
      member: outcast.name,
      reason: 'part of the demo',
    });
    await stage.until(`${outcast.name} to be told`, async () => (await outcast.group()).state === 'removed');
    await stage.until('everybody to know', async () =>
      (await Promise.all(left.map((player) => player.members()))).every(
        (members) => !includes(members, outcast),
      ),
    );
    return `${watched.name} removes ${outcast.name}: ${removal.signatures} of ${removal.needed} signatures, as a group of four needs.`;
  });
  await stage.scene('rotated', async () => {
    await stage.until('a new key', async () => {
      const epochs = new Set(
        (await Promise.all(left.map((player) => player.group()))).map(({ epoch }) => epoch),
      );
      return epochs.size === 1 && !epochs.has(before) && !epochs.has('');
    });
    const { epoch } = await watched.group();
    if ((await outcast.group()).epoch === epoch)
      throw unlike(stage.current, `${outcast.name} has the new key`);
    return `The group’s key is a new one, which ${listed(left)} have and ${outcast.name} has not.`;
  });
}

const includes = (members: readonly MemberShown[], { name }: Player): boolean =>
  members.some((member) => member.name === name);

import type { Player } from './player.ts';
import { listed, somebodyElse, type Stage } from './stage.ts';

/** Who plays which part; it depends on who turns out to host. */
export interface Parts {
  readonly host: Player;
  /** Who shares a mod: the founder. */
  readonly owner: Player;
  /** Through whose page the rest is watched. Neither killed nor removed. */
  readonly watched: Player;
  /** Who will be voted out. */
  readonly outcast: Player;
}

/** Four nodes become one group. */
export async function gather(stage: Stage): Promise<Parts> {
  const { everybody } = stage;
  const [founder, ...guests] = everybody;
  if (founder === undefined) throw new Error('the stage is empty');
  await stage.scene('start', async () => {
    await Promise.all(everybody.map((player) => player.start()));
    return `${listed(everybody)} each start a node: four processes, four homes, 127.0.0.1 only.`;
  });
  await stage.scene('create', async () => {
    await founder.ask('create', { name: 'Demo night', as: founder.name });
    return `${founder.name} creates the syncshell "Demo night".`;
  });
  const members = [founder];
  for (const guest of guests) {
    await stage.scene('join', async () => {
      stage.live(`${guest.name} pastes a code …`);
      const inviter = await stage.invite(members, guest);
      members.push(guest);
      return `${inviter.name} hosts and invites ${guest.name}, who pastes one code and is in.`;
    });
  }
  await stage.scene('introduced', async () => {
    await stage.together(everybody);
    return 'All four are connected to each other; nobody pasted anything for that.';
  });
  const host = await stage.host(everybody);
  const watched = somebodyElse(guests, host);
  return { host, owner: founder, watched, outcast: somebodyElse([...guests].reverse(), host, watched) };
}

/** One thing that was looked at. Holds no name, id, address or path of anybody's: a report can be shown to strangers. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** What was found. */
  readonly detail: string;
  /** What to do about it; "" where nothing is to be done. */
  readonly next: string;
}

const GIGABYTE = 1_000_000_000;
const LEAST_FREE = 2 * GIGABYTE;

const fine = (name: string, detail: string, next = ''): Check => ({ name, ok: true, detail, next });
const wrong = (name: string, detail: string, next: string): Check => ({ name, ok: false, detail, next });

/** @param running the version of the node that runs; undefined for none. */
export function checkNode(running: string | undefined, own: string): Check {
  if (running === undefined)
    return wrong('node', 'No node runs on this home.', 'Start one: npx fyteclub up.');
  return running === own
    ? fine('node', `Version ${own} runs.`)
    : wrong('node', `Version ${running} runs, and this is ${own}.`, 'Stop the node and start it again.');
}

/** @param where the file and line, or the environment variable, that cannot be used; not what stands there. */
export const checkConfig = (where: string | undefined): Check =>
  where === undefined
    ? fine('config', 'config.toml is in order.')
    : wrong('config', `${where} cannot be used.`, 'Mend it; npx fyteclub up says what is wrong there.');

export function checkProtection(found: 'passphrase' | 'clear' | 'open-to-others' | 'none'): Check {
  switch (found) {
    case 'passphrase':
      return fine('keys', 'Your keys are kept under a passphrase.');
    case 'clear':
      return fine(
        'keys',
        'Your keys are kept unprotected; only your account can read them.',
        'A passphrase protects them also from who has the disk: npx fyteclub passphrase.',
      );
    case 'open-to-others':
      return wrong(
        'keys',
        'Other accounts of this machine can read your keys.',
        'Take away their rights to the folder that npx fyteclub paths calls "state" (chmod 700).',
      );
    case 'none':
      return fine('keys', 'There are no keys yet.');
  }
}

/** @param bytes free where mods are put; undefined if nothing can be written there. */
export function checkDisk(bytes: number | undefined): Check {
  if (bytes === undefined)
    return wrong(
      'mods',
      'Nothing can be written into the folder for mods.',
      'Check the folder that npx fyteclub paths calls "mods", its owner and its permissions.',
    );
  const free = `${(bytes / GIGABYTE).toFixed(1)} GB are free for mods.`;
  return bytes >= LEAST_FREE
    ? fine('mods', free)
    : wrong('mods', free, 'Make room: a transfer into a full disk waits until there is some.');
}

/** @param port what the node holds, or could hold; undefined if another program has it. */
export const checkPort = (port: number | undefined): Check =>
  port === undefined
    ? wrong(
        'udp',
        'Another program holds the UDP port.',
        'Choose another: udp_port in config.toml, or 0 to have one chosen.',
      )
    : fine('udp', 'The UDP port is ours.');

/** What kinds of addresses this machine has, by which friends could reach it. */
export interface Reach {
  readonly onlyHere: boolean;
  readonly private4: number;
  readonly public4: number;
  readonly public6: number;
}

export function checkReach({ onlyHere, private4, public4, public6 }: Reach): Check {
  if (onlyHere)
    return fine('network', 'Bound to this machine only: nobody else can connect.', 'Start without --bind.');
  const kinds = [
    `${private4} in your own network`,
    `${public4} public over IPv4`,
    `${public6} over IPv6`,
  ].join(', ');
  if (private4 + public4 + public6 === 0)
    return wrong('network', 'This machine has no network address.', 'Connect it to a network.');
  return public4 + public6 > 0
    ? fine('network', `Addresses: ${kinds}.`)
    : fine(
        'network',
        `Addresses: ${kinds}.`,
        'Friends outside reach you by the second code, the reply, or once they know your address from before.',
      );
}

export const checkStun = (servers: number): Check =>
  servers === 0
    ? fine('stun', 'Nobody outside is asked for your public address.')
    : fine('stun', `${servers} servers may be asked for your public address.`);

/** @param ahead records of friends that are dated beyond what two honest clocks may differ. */
export const checkClock = (ahead: number): Check =>
  ahead === 0
    ? fine('clock', 'Your clock agrees with your friends’.')
    : wrong(
        'clock',
        `${ahead} of your friends say it is later than your clock does.`,
        'Set the clock of this machine, or have it set by the network.',
      );

export interface GroupState {
  readonly state: 'joining' | 'member' | 'expired' | 'removed';
  readonly members: number;
  readonly online: number;
  readonly synced: boolean;
}

export function checkGroup({ state, members, online, synced }: GroupState, number: number): Check {
  const name = `group ${number}`;
  switch (state) {
    case 'joining':
      return wrong(
        name,
        'The join has not finished.',
        'Join again with the same code, or leave to give it up.',
      );
    case 'removed':
      return wrong(name, 'You were removed.', 'Coming back takes a new invite.');
    case 'expired':
      return wrong(
        name,
        'Your membership has run out, because nobody was met for 30 days.',
        'Ask for a new invite, or wait for a friend who slept as long.',
      );
    case 'member': {
      const others = members - 1;
      const met = `${online - 1} of ${others} friends are online.`;
      if (others === 0) return fine(name, 'You are alone in it.', 'Invite a friend: npx fyteclub invite.');
      if (!synced)
        return wrong(name, `${met} Your own history is not here.`, 'Wait until a friend is online.');
      return fine(name, met);
    }
  }
}

/** One sentence: the first thing to be done, or that all is well. */
export function adviceOf(checks: readonly Check[]): string {
  const first = checks.find(({ ok }) => !ok);
  return first === undefined ? 'Everything that was looked at is in order.' : `${first.detail} ${first.next}`;
}

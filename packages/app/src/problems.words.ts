/** `exit` is the process's exit code, as the command line's contract lists them; 1 unless said. */
export interface Problem {
  readonly message: string;
  readonly next: string;
  readonly exit?: number;
}

/** Of this machine's node: its start, its home and its doors. */
export const MACHINE_PROBLEMS = {
  'already-running': {
    message: 'A node already runs on this home (process {pid}).',
    next: 'Use it with the other verbs, stop it with Ctrl+C, or choose another --home.',
  },
  'not-running': {
    message: 'No node runs on {home}.',
    next: 'Start one with "npx fyteclub up" (or "npm start"), or name its home with --home.',
    exit: 3,
  },
  starting: { message: 'The node is still starting.', next: 'Try again in a second.', exit: 3 },
  usage: { message: '{detail}', next: 'See "npx fyteclub --help", or "npx fyteclub VERB --help".', exit: 2 },
  'needs-stdin': {
    message: 'A password is needed, and there is no terminal to ask on.',
    next: 'Give it on stdin, with --password-stdin or --passphrase-stdin.',
    exit: 2,
  },
  'needs-yes': {
    message: '"{verb}" cannot be undone, and there is no terminal to ask on.',
    next: 'Add --yes if you mean it.',
    exit: 2,
  },
  cancelled: { message: 'Nothing was changed.', next: 'Run it again when you are ready.' },
  'config-invalid': {
    message: '{file}{line}: {detail}.',
    next: '{hint}',
  },
  'home-unusable': {
    message: 'The folder {path} cannot be used: {detail}.',
    next: 'Check who owns it and its permissions, or choose another --home.',
  },
  'socket-unusable': {
    message: 'The control socket {path} cannot be opened: {detail}.',
    next: 'Check the folder’s owner and permissions.',
  },
  'state-newer': {
    message: 'The state in {path} was written by a newer FyteClub (format {found}, this one knows {known}).',
    next: 'Update FyteClub; nothing was changed.',
  },
  'state-unknown': {
    message:
      'The state in {path} says of itself that it is of format {found}, which no FyteClub has written.',
    next: 'Put back a copy of the folder, or restore a backup into another --home; nothing was changed.',
  },
  locked: {
    message: 'The state in {path} is protected by a passphrase, and none was given.',
    next: 'Start it on a terminal, which asks for it, or give it on stdin with --passphrase-stdin.',
    exit: 2,
  },
  'locked-keys-missing': {
    message: 'The state is protected by a passphrase, and what it unlocks, {path}, is missing.',
    next: 'Put back the keys.locked that was kept with this state, or restore a backup into another --home.',
  },
  'locked-keys-foreign': {
    message: 'The passphrase is right, but {path} belongs to another state than the one beside it.',
    next: 'Put back the keys.locked that was kept with this state, or restore a backup into another --home.',
  },
  'state-damaged': {
    message: 'The state in {path} was changed or damaged on the disk (table "{table}").',
    next: 'Put back a copy of the folder, or restore a backup into another --home.',
  },
  'state-not-rewritten': {
    message: 'The state in {path} could not be written anew: {detail}.',
    next: 'Nothing is lost: it opens as before, or as you wanted. See to the disk, then run it again.',
  },
  'not-protected': {
    message: 'No passphrase protects the state, so there is none to remove.',
    next: 'Set one with "npx fyteclub passphrase".',
  },
  'passphrases-differ': {
    message: 'The two passphrases are not the same; nothing was changed.',
    next: 'Run it again.',
    exit: 2,
  },
  'port-taken': {
    message: 'UDP port {port} is taken by another program.',
    next: 'Choose another with --udp-port or udp_port in config.toml, or 0 to have one chosen.',
  },
  'page-port-taken': {
    message: 'The page’s port {port} on this machine cannot be used ({detail}).',
    next: 'Choose another with --page-port or [page] port in config.toml; 0 has one chosen. Or use --no-page.',
  },
  'no-page': {
    message: 'This node serves no page.',
    next: 'Start it without --no-page.',
  },
  'not-inspecting': {
    message: 'This node was started without its inspector.',
    next: 'Stop it, and start it with "npx fyteclub up --inspect".',
  },
  'wrong-host': {
    message: 'The page’s door answers only to this machine’s own names.',
    next: 'Open the page by the link that "npx fyteclub open" gives.',
    exit: 4,
  },
  'wrong-origin': {
    message: 'Only the page itself, or a plugin with its token, may ask this.',
    next: 'Open the page by the link that "npx fyteclub open" gives.',
    exit: 4,
  },
  'not-signed-in': {
    message: 'Nobody is signed in here, or the link was used already or is older than a minute.',
    next: 'Run "npx fyteclub open" for a fresh one.',
    exit: 4,
  },
  'bind-failed': {
    message: 'The address {bind} cannot be listened on: {detail}.',
    next: 'Use an address of this machine, or leave --bind out.',
  },
} as const satisfies Record<string, Problem>;

/** Of groups, those who are in them and what they share. */
export const SHELL_PROBLEMS = {
  'no-shell': {
    message: 'You are in no syncshell yet.',
    next: 'Create one with "npx fyteclub create NAME", or join one with "npx fyteclub join".',
  },
  'unknown-shell': { message: 'No syncshell is called "{name}".', next: 'See "npx fyteclub status".' },
  'ambiguous-shell': {
    message: 'Which syncshell? {detail}',
    next: 'Name it with --shell, by name or by the start of its id.',
    exit: 2,
  },
  'shell-not-ready': {
    message: 'The join of {id} has not finished.',
    next: 'Wait for "npx fyteclub join" to finish, or run it again; "npx fyteclub leave" gives up.',
  },
  'unknown-member': { message: 'Nobody here is called "{name}".', next: 'See "npx fyteclub members".' },
  yourself: {
    message: '"{name}" is you.',
    next: 'Name another member. The way out for yourself is "npx fyteclub leave".',
    exit: 2,
  },
  'start-too-short': {
    message: '"{name}" is too short for the start of an id.',
    next: 'Write at least four letters of it.',
    exit: 2,
  },
  'ambiguous-member': {
    message: 'More than one member is meant by "{name}".',
    next: 'Use the start of the id, as "npx fyteclub members" shows it.',
    exit: 2,
  },
  'not-host': {
    message: 'Only the host makes invites, and the host is {host}.',
    next: 'Ask {host} for an invite, or try again when {host} is offline.',
    exit: 4,
  },
  'host-unknown': {
    message: 'Nobody has been found to be host yet.',
    next: 'Wait a few seconds and try again.',
  },
  removed: {
    message: 'You were removed from "{name}".',
    next: 'What you received stays with you. Coming back takes a new invite.',
    exit: 4,
  },
  'already-member': {
    message: 'You are in "{name}" already.',
    next: 'See "npx fyteclub status". To come back under a new key, leave first.',
  },
  'reply-timed-out': {
    message: 'The joiner did not answer.',
    next: 'Ask whether their "npx fyteclub join" is still waiting, then paste the reply again.',
    exit: 5,
  },
  'welcome-refused': {
    message: 'What the inviter sent does not fit the code ({detail}); nothing was stored.',
    next: 'Ask the person who invited you for a new code, over a channel you trust.',
    exit: 4,
  },
  'reply-not-ours': {
    message: 'This reply belongs to no open invite of this node.',
    next: 'Paste it where the invite was made, or make a new invite.',
  },
  'reply-used': {
    message: 'The invite of this reply has let {name} in already.',
    next: 'Nothing is left to do, unless the reply came from somebody else: that person needs a new invite.',
    exit: 4,
  },
  'invite-too-short': {
    message: 'An invite can be used for a minute at least.',
    next: 'Give it longer: 10m, 1h or 2d.',
    exit: 2,
  },
  'empty-passphrase': {
    message: 'A passphrase has at least one character.',
    next: 'Choose one that you will still know when this machine is lost.',
    exit: 2,
  },
  'path-not-whole': {
    message: '"{path}" does not say where the file is.',
    next: 'Write the whole path, as /home/you/fyteclub.backup or C:\\Users\\you\\fyteclub.backup.',
    exit: 2,
  },
  'nothing-to-back-up': {
    message: 'You are in no syncshell, so there is nothing to back up.',
    next: 'Create or join one first.',
  },
  'backup-exists': {
    message: '{path} exists and is no backup of FyteClub.',
    next: 'Choose another file.',
  },
  'backup-not-written': {
    message: 'The backup could not be written to {path}: {detail}.',
    next: 'Choose another place; nothing was changed.',
  },
  'backup-unreadable': {
    message: '{path} cannot be read: {detail}.',
    next: 'Check the path.',
  },
  'home-not-empty': {
    message: 'There is a membership on {home} already, and a backup would replace it.',
    next: 'Restore into another --home, or leave the syncshells of this one first.',
  },
  'not-synced': {
    message: '"{name}" was restored from a backup, and no member has been met since.',
    next: 'Wait until one is online; what happened after the backup comes from them.',
  },
  'unknown-removal': { message: 'No removal is called "{name}".', next: 'See "npx fyteclub removals".' },
  'unknown-invite': { message: 'No invite is called "{name}".', next: 'See "npx fyteclub invites".' },
  'bad-duration': { message: '"{text}" is not a duration.', next: 'Write 30m, 1h or 2d.', exit: 2 },
  'bad-level': {
    message: '"{text}" is no level of the log.',
    next: 'Write debug, info, warn or error.',
    exit: 2,
  },
  'bad-rate': {
    message: '"{text}" is not a rate that mods can move at.',
    next: 'Write 500 kB/s, 2 MB/s or 16 Mbit/s, at least 100 kB/s, or "off".',
    exit: 2,
  },
  'bad-metres': {
    message: '"{text}" is not a distance.',
    next: 'Write metres, such as 12 or 12.5, or "off".',
    exit: 2,
  },
  'bad-password': {
    message: 'A group password has 1 to 128 characters.',
    next: 'Choose another one.',
    exit: 2,
  },
  'share-name-taken': {
    message: 'You already share a mod called "{name}".',
    next: 'Choose another with --name, or unshare the old one first.',
  },
  'no-path': {
    message: 'No folder or file is named.',
    next: 'Give its path; an empty one would be the folder you are in.',
    exit: 2,
  },
  'too-many-mods': {
    message: 'You share {most} mods in this syncshell, and no friend hears of more.',
    next: 'Stop sharing another one first: npx fyteclub unshare NAME.',
  },
  'unknown-held-mod': {
    message: 'No friend who is online shares a mod called "{name}".',
    next: 'See "npx fyteclub mods".',
  },
  'ambiguous-mod': {
    message: 'More than one held mod is meant by "{name}".',
    next: 'Use the start of its hash, as "npx fyteclub mods --json" has it.',
    exit: 2,
  },
  'not-held': { message: 'Nothing holds "{name}".', next: 'See "npx fyteclub mods" for what it does.' },
  'unknown-mod': { message: 'You share no mod called "{name}".', next: 'See "npx fyteclub mods".' },
  'demo-failed': {
    message: 'The demo broke off at "{step}": {detail}.',
    next: 'Run it again with --keep: its nodes then stay, each with a log in its home.',
  },
  'demo-stopped': {
    message: 'The demo was stopped; its nodes and its folder are gone.',
    next: 'Run it again whenever you like: "npx fyteclub demo".',
  },
  crashed: {
    message: 'FyteClub had to stop, because something in it went wrong. {report}',
    next: 'Start it again: what was stored is whole. If it goes on, please report it with that file.',
  },
  internal: {
    message: 'Something in FyteClub itself went wrong: {detail}.',
    next: 'Please report it with the log file that "npx fyteclub paths" names.',
  },
} as const satisfies Record<string, Problem>;

/**
 * What of a machine's context and events may be looked at, by the machine's id. Whatever is not named here is told by its
 * kind and size alone, and of a machine that is not named here nothing is told but where it stands: new fields are hidden
 * until somebody has thought about them.
 */
export interface OpenFields {
  /** Public ids in hex; only their start is shown. */
  readonly ids?: readonly string[];
  readonly numbers?: readonly string[];
  readonly flags?: readonly string[];
  /** One of a few words of our own, never text of people or peers. */
  readonly words?: readonly string[];
}

export const OPEN_FIELDS: Readonly<Record<string, OpenFields>> = {
  node: {},
  link: { words: ['end'], flags: ['gently'] },
  membership: {
    ids: ['invite'],
    numbers: ['inviteLifeMs', 'attempt', 'expiresAt', 'now'],
    flags: ['replying', 'leaseOver', 'useReply'],
    words: ['standing', 'problem', 'code'],
  },
  reconnect: {
    ids: ['member', 'instance'],
    // Whose membership was checked is told as a flag of the same name.
    flags: ['member', 'removed'],
    words: ['role', 'purpose', 'code'],
  },
  introduction: { ids: ['to', 'from', 'by', 'relay'] },
  phonebook: { ids: ['me', 'peer', 'from'], numbers: ['now', 'turn'] },
  epoch: { numbers: ['rank'], flags: ['eager'] },
  removal: { numbers: ['at', 'now'], flags: ['known'], words: ['seen', 'state'] },
  election: {
    ids: ['shell', 'me', 'instance', 'host', 'member', 'from'],
    numbers: [
      'bucketMs',
      'now',
      'counter',
      'deafness',
      'round',
      'hostSilence',
      'beaconAge',
      'floor',
      'sequence',
      'restatements',
      'probe',
      'incarnation',
    ],
    flags: ['isRenewing', 'isWriting'],
    words: ['kind'],
  },
  transferSession: {
    ids: ['peer', 'mod'],
    numbers: ['total', 'bytes', 'attempts'],
    flags: ['paused', 'held', 'turn', 'mine'],
    words: ['direction', 'reason', 'code'],
  },
};

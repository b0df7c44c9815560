import { parseConfig } from '@fyteclub/app';
import { defaultConfigText } from '@fyteclub/app/testing';
import { decodeInvite, decodeReply, encodeInvite, encodeReply } from '@fyteclub/identity';
import { ada, endpoint, inviteSeed, keysOfInvite, now, shell } from './people.ts';
import type { Target } from './sample.ts';

const invite = {
  shell,
  seed: inviteSeed,
  expiresAt: now,
  issuer: ada.id,
  endpoint,
  needsPassword: false,
};

/** What people paste, and what they write into their files. */
export const textDecoders: Readonly<Record<string, Target<string>>> = {
  invite: { decode: decodeInvite, samples: [{ whole: encodeInvite(invite, ada.ring) }] },
  reply: {
    decode: (text) => decodeReply(text, () => keysOfInvite),
    samples: [{ whole: encodeReply({ invite: keysOfInvite.id, endpoint }, keysOfInvite) }],
  },
  config: {
    decode: (text) => parseConfig('config.toml', text, {}),
    samples: [{ whole: defaultConfigText() }],
  },
};

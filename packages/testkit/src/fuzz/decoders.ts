import { checkList, parseMessage as parseElection } from '@fyteclub/election';
import {
  createKeyRing,
  decodeInvite,
  decodeReply,
  inviteKeys,
  readToken,
  type ShellId,
} from '@fyteclub/identity';
import { checkRecord, checkWelcome, decodeOp, parseMessage as parsePhonebook } from '@fyteclub/phonebook';
import { openManifest, parseTransferMessage } from '@fyteclub/transfer';
import { decodeEnvelope, MAX_ENVELOPE_BYTES, parseIntroduction, parseOverlay } from '@fyteclub/transport';

const shell = '5'.repeat(64) as ShellId;
const { memberId: me } = createKeyRing(new Uint8Array(32));
const keys = inviteKeys(new Uint8Array(16));
const manifest = { shell, owner: me, mod: new Uint8Array(32) };

/** Everything that turns what a stranger or a peer sent into something we look at. None may throw or dawdle. */
export const byteDecoders: Readonly<Record<string, (bytes: Uint8Array) => unknown>> = {
  token: readToken,
  operation: (bytes) => decodeOp(bytes, shell),
  welcome: (bytes) => checkWelcome(shell, me, me, [bytes, bytes]),
  record: (bytes) => checkRecord(bytes, shell),
  'phonebook message': parsePhonebook,
  'witness list': (bytes) => checkList(bytes, shell),
  manifest: (bytes) => openManifest(bytes, manifest),
  envelope: (bytes) => decodeEnvelope(bytes, MAX_ENVELOPE_BYTES),
};

export const textDecoders: Readonly<Record<string, (text: string) => unknown>> = {
  invite: decodeInvite,
  reply: (text) => decodeReply(text, () => keys),
};

/** These take what MessagePack gave, whatever it is. */
export const bodyParsers: Readonly<Record<string, (body: unknown) => unknown>> = {
  election: parseElection,
  transfer: parseTransferMessage,
  introduction: parseIntroduction,
  overlay: parseOverlay,
  phonebook: parsePhonebook,
};

/**
 * Every domain that FyteClub signs, hashes, derives or seals in. The label is the first part of the bytes,
 * so a signature made for one purpose can never be shown for another. No label is a prefix of another.
 */
export const LABELS = {
  genesis: 'fyteclub/genesis',
  invite: 'fyteclub/op.invite',
  revoke: 'fyteclub/op.revoke',
  admit: 'fyteclub/op.admit',
  remove: 'fyteclub/op.remove',
  leave: 'fyteclub/op.leave',
  rotate: 'fyteclub/op.rotate',
  token: 'fyteclub/token',
  presence: 'fyteclub/presence',
  inviteCode: 'fyteclub/code.invite',
  replyCode: 'fyteclub/code.reply',
  inviteKeys: 'fyteclub/invite-keys',
  transcript: 'fyteclub/hs.transcript',
  initiator: 'fyteclub/hs.sig.initiator',
  responder: 'fyteclub/hs.sig.responder',
  sessionKeys: 'fyteclub/hs.keys',
  joinProof: 'fyteclub/join.proof',
  bulkTicket: 'fyteclub/bulk-ticket',
  pairKeys: 'fyteclub/pair-keys',
  memberHash: 'fyteclub/member-hash',
  epochSeal: 'fyteclub/epoch-seal',
  pairSeal: 'fyteclub/pair-seal',
  transferKey: 'fyteclub/transfer.key',
  transferManifest: 'fyteclub/transfer.manifest',
  witness: 'fyteclub/witness',
  hostClaim: 'fyteclub/host.claim',
} as const;

export type Label = (typeof LABELS)[keyof typeof LABELS];

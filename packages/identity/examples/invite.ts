import { randomBytes } from 'node:crypto';
import { createKeyRing, decodeInvite, encodeInvite, wholeMinutes, type ShellId } from '@fyteclub/identity';

const ada = createKeyRing(randomBytes(32));
const code = encodeInvite(
  {
    shell: randomBytes(32).toString('hex') as ShellId,
    seed: randomBytes(16),
    expiresAt: wholeMinutes(Date.now() + 3_600_000),
    issuer: ada.memberId,
    endpoint: { addresses: [{ host: '192.0.2.1', port: 40_000 }], fingerprint: randomBytes(32) },
    needsPassword: false,
  },
  ada,
);

/** As pasted from a chat; then without its last word; then with a slip of the hand. */
export const results = [`\`${code}\`\n`, code.slice(0, -20), code.replace(/.$/, '!')].map(decodeInvite);

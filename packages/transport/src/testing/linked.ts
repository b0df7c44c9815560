import { createCipheriv, createDecipheriv } from 'node:crypto';
import { SimulatedClock } from 'xstate';
import { createLink, type Cipher, type Link } from '../link.ts';
import type { Channel, Connection } from '../network.ts';
import { createMemoryChannels } from './memory-channel.ts';

/** Two links over one wire, on one simulated clock; nothing moves unless told. */
export interface Linked {
  readonly clock: SimulatedClock;
  readonly ada: Link;
  readonly ben: Link;
  /** Eve's hand on Ben's end of the wire: what she sends reaches Ada as if from Ben. */
  readonly eve: Channel;
  /** Everything that is on the wire arrives, and what it causes, too. */
  readonly flow: () => void;
  /** Time passes in small steps, the wire flowing. */
  readonly pass: (ms: number) => void;
  readonly secure: () => void;
}

const fingerprint = new Uint8Array(32);

const connectionOver = (channel: Channel): Connection => ({
  kind: 'control',
  channel,
  localFingerprint: fingerprint,
  remoteFingerprint: fingerprint,
  remote: undefined,
  roundTripMs: () => undefined,
  close: () => channel.close(),
  abort: () => channel.abort(),
});

/** AES-256-GCM with implicit counters, as a session seals. */
export function testCipher(): Cipher {
  const key = new Uint8Array(32).fill(1);
  const nonce = (counter: number): Uint8Array => {
    const bytes = new Uint8Array(12);
    new DataView(bytes.buffer).setUint32(8, counter);
    return bytes;
  };
  let sent = 0;
  let opened = 0;
  return {
    seal: (plain) => {
      const cipher = createCipheriv('aes-256-gcm', key, nonce(sent++));
      return new Uint8Array(Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]));
    },
    open: (sealed) => {
      const decipher = createDecipheriv('aes-256-gcm', key, nonce(opened), { authTagLength: 16 });
      try {
        decipher.setAuthTag(sealed.subarray(-16));
        const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
        opened += 1;
        return new Uint8Array(plain);
      } catch {
        return undefined;
      }
    },
  };
}

export function linked(): Linked {
  const clock = new SimulatedClock();
  const waiting: (() => void)[] = [];
  const [left, right] = createMemoryChannels((run) => waiting.push(run));
  const ada = createLink(connectionOver(left), { clock });
  const ben = createLink(connectionOver(right), { clock });
  const flow = (): void => {
    for (let run = waiting.shift(); run; run = waiting.shift()) run();
  };
  return {
    clock,
    ada,
    ben,
    eve: right,
    flow,
    pass: (ms) => {
      for (let passed = 0; passed < ms; passed += 50) {
        clock.increment(Math.min(50, ms - passed));
        flow();
      }
    },
    secure: () => {
      ada.secure(testCipher());
      ben.secure(testCipher());
      flow();
    },
  };
}

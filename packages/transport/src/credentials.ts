import { createHmac, timingSafeEqual } from 'node:crypto';
import { err, ok, type Result } from '@fyteclub/identity';
import type { IceCredentials, Knock } from './network.ts';

/**
 * ICE names and passwords without signalling: both sides compute them from a 32-byte secret they share (an
 * invite's, or a pair's). Names travel in clear, so they carry nothing but a lookup tag, a nonce, the time and a
 * MAC; passwords never travel. Base64 without padding is exactly the ICE alphabet (RFC 8445 5.3, RFC 8839 5.4).
 */

/** A knock older, or further in the future, than this opens nothing: a restarted listener must not answer the ghost of an old dial. */
export const KNOCK_LIFE_MS = 60_000;

const TAG_CHARACTERS = 12;
const NONCE_BYTES = 12;
const TIME_BYTES = 6;
const MAC_BYTES = 12;
const LISTENER_NAME = /^[A-Za-z0-9+/]{28}$/;
const DIALLER_NAME = /^[A-Za-z0-9+/]{24}$/;
/** What the wire accepts at all; anything else would abort the process in the native layer. */
const ICE_NAME = /^[A-Za-z0-9+/]{4,256}$/;
const ICE_PASSWORD = /^[A-Za-z0-9+/]{22,256}$/;

type Purpose = 'tag' | 'knock' | 'password/dial' | 'password/listen' | 'meet/offer' | 'meet/answer';

function derive(
  secret: Uint8Array,
  purpose: Purpose,
  bytes: number,
  ...parts: readonly Uint8Array[]
): Buffer {
  const mac = createHmac('sha256', secret).update(`fyteclub/ice/${purpose}\0`);
  for (const part of parts) mac.update(part);
  return mac.digest().subarray(0, bytes);
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Whether the native layer may be handed these at all. */
export const isIceCredentials = ({ ufrag, password }: IceCredentials): boolean =>
  ICE_NAME.test(ufrag) && ICE_PASSWORD.test(password);

/** Whether a name from the network is safe to repeat to the native layer. */
export const isIceName = (name: string): boolean => ICE_NAME.test(name);

/** 12 ICE characters that tell the listener which of its secrets a knock is for; says nothing about the secret. */
export const lookupTag = (secret: Uint8Array): string => base64(derive(secret, 'tag', 9));

/** The tag inside a knock made by {@link dialCredentials}; undefined for any other name. */
export const knockTag = (knock: Knock): string | undefined =>
  LISTENER_NAME.test(knock.localUfrag) ? knock.localUfrag.slice(0, TAG_CHARACTERS) : undefined;

function passwords(secret: Uint8Array, dialler: string, listener: string): { dial: string; listen: string } {
  const names = Buffer.from(`${dialler}:${listener}`);
  return {
    dial: base64(derive(secret, 'password/dial', 18, names)),
    listen: base64(derive(secret, 'password/listen', 18, names)),
  };
}

const knockMac = (secret: Uint8Array, time: Uint8Array, listener: string): Buffer =>
  derive(secret, 'knock', MAC_BYTES, time, Buffer.from(listener));

/**
 * The dialler's half: names unique to this dial, the dialler's carrying time and MAC.
 *
 * @param now ms since the epoch.
 */
export function dialCredentials(
  secret: Uint8Array,
  now: number,
  random: (length: number) => Uint8Array,
): { local: IceCredentials; remote: IceCredentials } {
  const listener = lookupTag(secret) + base64(random(NONCE_BYTES));
  const time = Buffer.alloc(TIME_BYTES);
  time.writeUIntBE(now, 0, TIME_BYTES);
  const dialler = base64(Buffer.concat([time, knockMac(secret, time, listener)]));
  const { dial, listen } = passwords(secret, dialler, listener);
  return { local: { ufrag: dialler, password: dial }, remote: { ufrag: listener, password: listen } };
}

interface OpenedKnock {
  readonly local: IceCredentials;
  readonly remote: IceCredentials;
  /** By the dialler's clock. */
  readonly at: number;
}

/** Whoever made this knock holds the secret, whenever it was made. */
export function openKnock(secret: Uint8Array, knock: Knock): OpenedKnock | undefined {
  const { localUfrag: listener, remoteUfrag: dialler } = knock;
  if (!DIALLER_NAME.test(dialler) || knockTag(knock) !== lookupTag(secret)) return undefined;
  const bytes = Buffer.from(dialler, 'base64');
  const time = bytes.subarray(0, TIME_BYTES);
  if (!timingSafeEqual(bytes.subarray(TIME_BYTES), knockMac(secret, time, listener))) return undefined;
  const { dial, listen } = passwords(secret, dialler, listener);
  return {
    local: { ufrag: listener, password: listen },
    remote: { ufrag: dialler, password: dial },
    at: time.readUIntBE(0, TIME_BYTES),
  };
}

/** The listener's half: whether whoever knocks holds the secret and knocks now, and with what to answer. */
export function checkKnock(
  secret: Uint8Array,
  knock: Knock,
  now: number,
): Result<{ local: IceCredentials; remote: IceCredentials }, 'stale' | 'forged'> {
  const opened = openKnock(secret, knock);
  if (!opened) return err('forged');
  const { local, remote, at } = opened;
  return Math.abs(now - at) > KNOCK_LIFE_MS ? err('stale') : ok({ local, remote });
}

/**
 * For `NetworkHost.meet`: both sides compute both halves without talking.
 *
 * @param context what this meeting is about (an invite id, an introduction id), so that no two meetings share names.
 */
export function meetCredentials(
  secret: Uint8Array,
  role: 'offer' | 'answer',
  context: Uint8Array,
): { local: IceCredentials; remote: IceCredentials } {
  const half = (side: 'offer' | 'answer'): IceCredentials => {
    const bytes = derive(secret, `meet/${side}`, 30, context);
    return { ufrag: base64(bytes.subarray(0, 12)), password: base64(bytes.subarray(12)) };
  };
  return role === 'offer'
    ? { local: half('offer'), remote: half('answer') }
    : { local: half('answer'), remote: half('offer') };
}

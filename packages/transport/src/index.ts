/**
 * The wire: channels over WebRTC without any server, links with a heartbeat on top of them, and the ways to reach
 * a member. The only package that touches node-datachannel.
 *
 * @packageDocumentation
 */
export type { Clock } from './clock.ts';
export {
  checkKnock,
  dialCredentials,
  isIceCredentials,
  KNOCK_LIFE_MS,
  knockTag,
  lookupTag,
  meetCredentials,
} from './credentials.ts';
export type { Address } from '@fyteclub/identity';
export {
  decodeEnvelope,
  encodeEnvelope,
  MAX_ENVELOPE_BYTES,
  MAX_REASSEMBLED_BYTES,
  type Envelope,
} from './envelope.ts';
export {
  HIGH_WATER_BYTES,
  LOW_WATER_BYTES,
  MAX_MESSAGE_BYTES,
  type Admission,
  type Channel,
  type Connection,
  type ConnectionKind,
  type DialError,
  type DialPlan,
  type HostError,
  type HostOptions,
  type IceCredentials,
  type Incoming,
  type Knock,
  type MeetPlan,
  type Network,
  type NetworkHost,
  type WireIdentity,
} from './network.ts';
export { createWireIdentity } from './wire-identity.ts';
export { createWebRtcNetwork } from './web-rtc-network.ts';
export { createLink, HANDSHAKE_TOPIC, type Cipher, type Link, type LinkOptions } from './link.ts';
export {
  linkMachine,
  type LinkContext,
  type LinkEmitted,
  type LinkEnd,
  type LinkEvent,
} from './link.machine.ts';
export { FIRST_REDIAL_MS, keepsLink, LAST_REDIAL_MS, nextAttempt, offersTo } from './dialling.rules.ts';
export {
  LONELY_PROBE_MS,
  MAX_RINGS,
  neighboursOf,
  OVERLAY,
  PROBE_MS,
  ringsOf,
  shapeOf,
  surplusLinks,
  type LinkClaim,
  type Neighbours,
  type OverlaySettings,
  type Rings,
  type Shape,
} from './overlay.rules.ts';
export { parseOverlay, type OverlayMessage, type OverlayNeed, type OverlayPart } from './overlay.messages.ts';
export {
  introductionMachine,
  type IntroductionContext,
  type IntroductionEmitted,
  type IntroductionEvent,
  type IntroductionFailure,
  type IntroductionInput,
} from './introduction.machine.ts';
export {
  MAX_SEALED_BYTES,
  parseIntroduction,
  type IntroductionAnswer,
  type IntroductionAnswered,
  type IntroductionAsk,
  type IntroductionMessage,
  type IntroductionOffer,
  type IntroductionRefusal,
  type IntroductionRefuse,
} from './introduction.messages.ts';
export {
  EMPTY_RELAY_BOOK,
  relay,
  type PendingIntroduction,
  type RelayBook,
  type Relayed,
  type RelayLinks,
} from './introduction.rules.ts';

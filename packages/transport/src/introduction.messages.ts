import { fromHex, isMemberId, type MemberId } from '@fyteclub/identity';

/** "Pass this on": to a member connected to both. */
export interface IntroductionAsk {
  readonly type: 'introduction.ask';
  readonly to: MemberId;
  /** 16 random bytes as hex: one introduction. */
  readonly id: string;
  /** The asker's endpoint, sealed to the target alone. */
  readonly sealed: Uint8Array;
  /** Only where a common member that is not linked to the target hands the ask on: whose it is. */
  readonly asker?: MemberId;
}

/** The ask as the relay passes it on, with the asker as the relay has authenticated it. */
export interface IntroductionOffer {
  readonly type: 'introduction.offer';
  readonly from: MemberId;
  readonly id: string;
  readonly sealed: Uint8Array;
}

/** The target is already on its way; back through the same relay. */
export interface IntroductionAnswer {
  readonly type: 'introduction.answer';
  readonly to: MemberId;
  readonly id: string;
  /** The target's endpoint, sealed to the asker alone. */
  readonly sealed: Uint8Array;
}

/** The answer as the relay passes it on. */
export interface IntroductionAnswered {
  readonly type: 'introduction.answered';
  readonly from: MemberId;
  readonly id: string;
  readonly sealed: Uint8Array;
}

export const INTRODUCTION_REFUSALS = ['not-connected', 'busy'] as const;
/**
 * Why a relay does not pass an ask on. `not-connected`: it is linked neither to the target nor to anybody nearer.
 * `busy`: it has passed on 64 asks of this member, or 1,024 in all, within the last minute.
 */
export type IntroductionRefusal = (typeof INTRODUCTION_REFUSALS)[number];

/** The relay cannot, or has passed on too much lately. */
export interface IntroductionRefuse {
  readonly type: 'introduction.refuse';
  readonly id: string;
  readonly code: IntroductionRefusal;
}

/** The body of an envelope on topic `introduction`, between two linked members. */
export type IntroductionMessage =
  IntroductionAsk | IntroductionOffer | IntroductionAnswer | IntroductionAnswered | IntroductionRefuse;

/** A sealed endpoint with eight addresses and a signature takes about 350 bytes. */
export const MAX_SEALED_BYTES = 1_024;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
const isId = (value: unknown): value is string =>
  typeof value === 'string' && value.length === 32 && fromHex(value) !== undefined;
const isMember = (value: unknown): value is MemberId => typeof value === 'string' && isMemberId(value);
const isSealed = (value: unknown): value is Uint8Array =>
  value instanceof Uint8Array && value.length > 0 && value.length <= MAX_SEALED_BYTES;

/** Reads what came on topic `introduction`; undefined for anything that is no message. Never throws. */
export function parseIntroduction(body: unknown): IntroductionMessage | undefined {
  if (!isRecord(body) || !isId(body.id)) return undefined;
  const { type, id, to, from, sealed, code, asker } = body;
  if (type === 'introduction.refuse') {
    const known = INTRODUCTION_REFUSALS.find((refusal) => refusal === code);
    return known && { type, id, code: known };
  }
  if (!isSealed(sealed)) return undefined;
  if (type === 'introduction.ask' && isMember(to)) {
    if (asker === undefined) return { type, id, to, sealed };
    return isMember(asker) ? { type, id, to, sealed, asker } : undefined;
  }
  if (type === 'introduction.answer') return isMember(to) ? { type, id, to, sealed } : undefined;
  if (type === 'introduction.offer' || type === 'introduction.answered')
    return isMember(from) ? { type, id, from, sealed } : undefined;
  return undefined;
}

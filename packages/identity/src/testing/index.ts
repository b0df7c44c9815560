/**
 * Doubles for tests: a cast with fixed keys, a group that a story decides on, a carrier for handshakes, and signatures
 * that cost nothing for simulations of hundreds.
 *
 * @packageDocumentation
 */
export { person, seededRandom, shellNamed, tokenFor, type Person } from './cast.ts';
export { createCoverage, type Coverage } from './coverage.ts';
export { FAKE_AGREEMENT, useFakeAgreement } from './fake-agreement.ts';
export { FAKE_SIGNATURES, useFakeSignatures } from './fake-signatures.ts';
export { FakeGroup } from './group.ts';
export { answering, joining, publishInvite, reconnecting } from './meeting.ts';
export { replaceAgreement, type AgreementScheme } from '../agreement.ts';
export { replaceSignatures, type SignatureScheme } from '../signatures.ts';
export { overhear, type Overheard } from './overhear.ts';
export { pump, type Exchange } from './pump.ts';
export { walkEverywhere, type Stride } from './walks.ts';

/**
 * Doubles for tests: a cast with fixed keys, a group that a story decides on, and a carrier for handshakes.
 *
 * @packageDocumentation
 */
export { person, seededRandom, shellNamed, tokenFor, type Person } from './cast.ts';
export { createCoverage, type Coverage } from './coverage.ts';
export { FakeGroup } from './group.ts';
export { answering, joining, publishInvite, reconnecting } from './meeting.ts';
export { pump, type Exchange } from './pump.ts';

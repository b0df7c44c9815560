/**
 * Doubles of the wire for every test that needs no sockets.
 *
 * @packageDocumentation
 */
export { createMemoryNetwork, type MemoryNetwork, type MemoryNetworkOptions } from './memory-network.ts';
export { recordNetwork, type RecordedSend } from './record-network.ts';

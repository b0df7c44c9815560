/**
 * Doubles of the wire for every test that needs no sockets.
 *
 * @packageDocumentation
 */
export { createMemoryNetwork, type MemoryNetwork, type MemoryNetworkOptions } from './memory-network.ts';
export { recordChannel } from './record-channel.ts';
export { recordNetwork, type RecordedSend } from './record-network.ts';
export {
  PERFECT_PATH,
  SimulatedNetwork,
  type MachineOptions,
  type Packet,
  type Path,
  type SimulatedMachine,
  type Surroundings,
} from './simulated-network.ts';

import { SYSTEM_CLOCK } from '../clock.ts';
import { PERFECT_PATH, SimulatedNetwork, type Path, type SimulatedMachine } from './simulated-network.ts';

/** A simulated net that runs on the clock of this process. */
export interface OnRealTime {
  machine(address: string): SimulatedMachine;
  /** Every path is like this from now on. */
  become(change: Partial<Path>): void;
}

export function simulatedOnRealTime(change: Partial<Path> = {}): OnRealTime {
  let path = { ...PERFECT_PATH, ...change };
  const network = new SimulatedNetwork({
    now: () => performance.now(),
    arrive: (ms, _, run) => void setTimeout(run, ms),
    path: () => path,
    random: () => Math.random(),
  });
  return {
    machine: (address) => network.machine({ address, clock: SYSTEM_CLOCK }),
    become: (next) => {
      path = { ...path, ...next };
    },
  };
}

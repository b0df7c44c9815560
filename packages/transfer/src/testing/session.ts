import { createActor, SimulatedClock } from 'xstate';
import { transferSessionMachine } from '../transfer-session.machine.ts';
import { transferStatus } from '../transfer-status.ts';
import type {
  TransferSessionEmitted,
  TransferSessionEvent,
  TransferSessionInput,
} from '../transfer-session.types.ts';
import { ben } from './mods.ts';

export const near = { mine: true, theirs: true };
export const far = { mine: true, theirs: false };
/** The id of a transfer. */
export const half = '0a'.repeat(16);

/** The session of one mod with one friend, alone: told what happens, it is heard and looked at. */
export function begin(input: Partial<TransferSessionInput> = {}) {
  const clock = new SimulatedClock();
  const said: TransferSessionEmitted[] = [];
  const actor = createActor(transferSessionMachine, {
    clock,
    input: {
      peer: ben.memberId,
      mod: 'ab'.repeat(32),
      name: 'Robe',
      direction: 'inbound',
      total: 100,
      sight: near,
      paused: false,
      held: false,
      turn: true,
      ...input,
    },
  });
  actor.on('*', (event) => said.push(event));
  actor.start();
  const tell = (...events: TransferSessionEvent[]): void => {
    for (const event of events) actor.send(event);
  };
  return {
    clock,
    tell,
    heard: () => said.splice(0).map(({ type }) => type),
    last: () => said.at(-1),
    status: () => transferStatus(actor.getSnapshot()),
    state: () => JSON.stringify(actor.getSnapshot().value).replace(/["{}]/g, ''),
  };
}

export const accepted: TransferSessionEvent = { type: 'ACCEPTED' };
export const open: TransferSessionEvent = { type: 'BULK_OPEN' };
export const lost: TransferSessionEvent = { type: 'LOST', code: 'channel-lost' };
export const requested: TransferSessionEvent = { type: 'REQUESTED', transfer: half };

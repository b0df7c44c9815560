import type { Attacker } from './attacker.ts';
import { doubleSpender } from './double-spender.ts';
import { equivocator } from './equivocator.ts';
import { forger } from './forger.ts';
import { relay } from './relay.ts';
import { replayer } from './replayer.ts';
import { saboteur } from './saboteur.ts';
import { staleRemover } from './stale-remover.ts';
import { sybilInviter } from './sybil-inviter.ts';
import { uptimeLiar } from './uptime-liar.ts';

/** Everybody who means harm. */
export const ATTACKERS: readonly Attacker[] = [
  forger,
  equivocator,
  replayer,
  uptimeLiar,
  sybilInviter,
  staleRemover,
  relay,
  doubleSpender,
  saboteur,
];

export const attackerCalled = (name: string): Attacker | undefined =>
  ATTACKERS.find((attacker) => attacker.name === name);

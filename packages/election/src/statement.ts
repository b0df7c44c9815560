import type { InstanceId, KeyRing, MemberId, ShellId } from '@fyteclub/identity';
import { nextIncarnation, signBeacon } from './beacon.ts';
import { signSuspicion } from './suspicion.ts';
import { signList, type WitnessEntry } from './witness.ts';

/** What the election asks its node to sign. */
export type Statement =
  | { readonly kind: 'list'; readonly entries: readonly WitnessEntry[]; readonly sequence: number }
  /** A sign of life, with an incarnation above this one. */
  | { readonly kind: 'beacon'; readonly above: number }
  /** The last sign of life. */
  | { readonly kind: 'farewell'; readonly above: number }
  | { readonly kind: 'suspicion'; readonly subject: MemberId; readonly incarnation: number };

/** Whose election signs, and when. */
export interface Signing {
  readonly shell: ShellId;
  /** This run of our node. */
  readonly instance: InstanceId;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Answers SIGN. @returns the bytes for SIGNED. */
export function signStatement(
  ring: KeyRing,
  { shell, instance, now }: Signing,
  statement: Statement,
): Uint8Array {
  switch (statement.kind) {
    case 'list': {
      const { entries, sequence } = statement;
      return signList(ring, { shell, entries, sequence });
    }
    case 'suspicion': {
      const { subject, incarnation } = statement;
      return signSuspicion(ring, { shell, subject, incarnation });
    }
    case 'beacon':
    case 'farewell': {
      const incarnation = nextIncarnation(statement.above, now);
      return signBeacon(ring, { shell, instance, incarnation, leaving: statement.kind === 'farewell' });
    }
  }
}

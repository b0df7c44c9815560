import type { MemberId } from '@fyteclub/identity';
import type { ModHash } from '@fyteclub/transfer';
import type { TransferRun } from './transfer-run.ts';

/** Who fetches: `inbound` is us. */
export type Direction = 'inbound' | 'outbound';

const keyOf = (direction: Direction, member: MemberId, mod: ModHash): string =>
  `${direction}/${member}/${mod}`;

/** The transfers of one syncshell: one for each direction, member and mod. */
export class TransferRuns {
  readonly #runs = new Map<string, TransferRun>();

  get all(): readonly TransferRun[] {
    return [...this.#runs.values()];
  }

  get(direction: Direction, member: MemberId, mod: ModHash): TransferRun | undefined {
    return this.#runs.get(keyOf(direction, member, mod));
  }

  of(direction: Direction): readonly TransferRun[] {
    return this.all.filter((run) => run.options.direction === direction);
  }

  with(member: MemberId, direction?: Direction): readonly TransferRun[] {
    const runs = direction === undefined ? this.all : this.of(direction);
    return runs.filter((run) => run.state.peer === member);
  }

  add(run: TransferRun): void {
    this.#runs.set(keyOf(run.options.direction, run.state.peer, run.state.mod), run);
  }

  /** Stops whatever of it moves, and forgets it. */
  end(run: TransferRun): void {
    run.stop();
    this.#runs.delete(keyOf(run.options.direction, run.state.peer, run.state.mod));
  }
}

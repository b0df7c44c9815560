import { err, equalBytes, ok, type Address, type Result } from '@fyteclub/identity';
import { Subject } from 'rxjs';
import type {
  Admission,
  Channel,
  Connection,
  DialError,
  DialPlan,
  HostOptions,
  Incoming,
  MeetPlan,
  NetworkHost,
} from '../network.ts';
import { Attempts, sameCredentials } from './attempts.ts';
import { connectChannels } from './simulated-channel.ts';
import type { Machine } from './simulated-network.ts';

type Settle = (result: Result<Connection, DialError>) => void;

/** A dial as its listener sees it. */
interface Caller {
  readonly at: Machine;
  readonly from: Address;
  readonly plan: DialPlan;
  /** The listener lets us in; tells again what may have been lost. */
  answered(to: Address, by: SimulatedHost, admission: Admission): void;
}

interface Meeting {
  readonly plan: MeetPlan;
  readonly settle: Settle;
  /** The other side's packets reach us. */
  hears: boolean;
}

/**
 * Knocks are repeated like STUN requests (RFC 8489 6.2.1), so that a dial begun before its listener still gets through:
 * after this, then after twice as long, … and from the longest on anew.
 */
const KNOCK_AGAIN_MS = 500;
const LONGEST_WAIT_MS = 4_000;

/** One port of a simulated machine. */
export class SimulatedHost implements NetworkHost {
  readonly port: number;
  readonly #machine: Machine;
  readonly #options: HostOptions;
  readonly #leave: () => void;
  readonly #incoming = new Subject<Incoming>();
  readonly #connections = new Set<Connection>();
  readonly #attempts: Attempts;
  /** Who was let in under which name: a name opens one connection, however often it is shown. */
  readonly #admitted = new Map<string, { readonly from: Address; readonly admission: Admission }>();
  readonly #meetings = new Set<Meeting>();
  #open = true;

  constructor(machine: Machine, options: HostOptions, leave: () => void) {
    this.#machine = machine;
    this.#options = options;
    this.#leave = leave;
    this.port = options.port;
    this.#attempts = new Attempts(machine.clock, (connection) => {
      this.#keep(connection);
    });
  }

  get incoming$(): NetworkHost['incoming$'] {
    return this.#incoming.asObservable();
  }

  addresses(): readonly Address[] {
    return [{ host: this.#machine.address, port: this.port }];
  }

  discover(): Promise<readonly Address[]> {
    return Promise.resolve(this.addresses());
  }

  dial(plan: DialPlan): Promise<Result<Connection, DialError>> {
    const from = { host: this.#machine.address, port: this.#machine.freePort() };
    return this.#attempts.begin(plan, plan.timeoutMs, (settle, unsettled) => {
      const caller: Caller = {
        at: this.#machine,
        from,
        plan,
        answered: (to, by, admission) => {
          if (unsettled()) this.#connect(from, to, by, plan, admission, settle);
        },
      };
      this.#repeat(plan.addresses, 'knock', unsettled, (to) => {
        this.#machine.network.at(to)?.knocked(caller, to);
      });
      return () => undefined;
    });
  }

  meet(plan: MeetPlan): Promise<Result<Connection, DialError>> {
    return this.#attempts.begin(plan, plan.deadlineMs, (settle, unsettled) => {
      const mine: Meeting = { plan, settle, hears: false };
      this.#meetings.add(mine);
      this.#repeat(plan.addresses, 'meet', unsettled, (to) => {
        this.#machine.network.at(to)?.met(this, mine, mine.hears);
      });
      return () => this.#meetings.delete(mine);
    });
  }

  close(): Promise<void> {
    this.#open = false;
    this.#leave();
    this.#attempts.close();
    for (const connection of [...this.#connections]) connection.abort();
    this.#incoming.complete();
    return Promise.resolve();
  }

  /** The listener's half of a dial. */
  knocked(caller: Caller, to: Address): void {
    const { from, plan, at } = caller;
    const known = this.#admitted.get(plan.remote.ufrag);
    const admission = known?.admission ?? this.#admit(from, plan);
    if (admission === undefined || (known !== undefined && known.from !== from)) return;
    this.#admitted.set(plan.remote.ufrag, { from, admission });
    const packet = { what: 'answer', from: this.#machine.address, to: at.address };
    this.#machine.network.datagram(packet, () => {
      if (at.alive) caller.answered(to, this, admission);
    });
  }

  /** The other side of a meeting says that it is there, and whether it hears us. */
  met(by: SimulatedHost, theirs: Meeting, hears: boolean): void {
    const mine = [...this.#meetings].find(
      ({ plan }) =>
        plan.role !== theirs.plan.role &&
        sameCredentials(plan.local, theirs.plan.remote) &&
        sameCredentials(plan.remote, theirs.plan.local),
    );
    if (mine === undefined) return;
    if (!mine.hears) {
      mine.hears = true;
      const packet = { what: 'meet', from: this.#machine.address, to: by.#machine.address };
      this.#machine.network.datagram(packet, () => {
        if (by.#machine.alive) by.met(this, mine, true);
      });
    }
    if (hears && mine.plan.role === 'offer') this.#join(by, mine, theirs);
  }

  #admit(from: Address, { local, remote }: DialPlan): Admission | undefined {
    const admission = this.#options.admit({ localUfrag: remote.ufrag, remoteUfrag: local.ufrag, from });
    if (admission === undefined) return undefined;
    const fits = sameCredentials(admission.local, remote) && sameCredentials(admission.remote, local);
    return fits ? admission : undefined;
  }

  #connect(
    from: Address,
    to: Address,
    by: SimulatedHost,
    plan: DialPlan,
    { identity, tag }: Admission,
    settle: Settle,
  ): void {
    if (plan.fingerprint && !equalBytes(plan.fingerprint, identity.fingerprint)) {
      settle(err('wrong-fingerprint'));
      return;
    }
    const [near, far] = connectChannels(this.#machine, by.#machine, () => {
      const connection = by.#connection(far, plan, identity.fingerprint, plan.identity.fingerprint, from);
      by.#arrived({ connection, tag });
    });
    settle(ok(this.#connection(near, plan, plan.identity.fingerprint, identity.fingerprint, to)));
  }

  #arrived(incoming: Incoming): void {
    if (!this.#open) incoming.connection.abort();
    this.#keep(incoming.connection);
    this.#incoming.next(incoming);
  }

  #join(by: SimulatedHost, mine: Meeting, theirs: Meeting): void {
    const [offer, answer] = [mine.plan.identity.fingerprint, theirs.plan.identity.fingerprint];
    const [here, there] = [this.addresses()[0], by.addresses()[0]];
    this.#meetings.delete(mine);
    const [near, far] = connectChannels(this.#machine, by.#machine, () => {
      by.#met(theirs, by.#connection(far, theirs.plan, answer, offer, here));
    });
    this.#met(mine, this.#connection(near, mine.plan, offer, answer, there));
  }

  #met({ plan, settle }: Meeting, connection: Connection): void {
    const wrong = plan.fingerprint && !equalBytes(plan.fingerprint, connection.remoteFingerprint);
    if (wrong) connection.abort();
    settle(wrong ? err('wrong-fingerprint') : ok(connection));
  }

  #connection(
    channel: Channel,
    { kind }: Pick<DialPlan, 'kind'>,
    localFingerprint: Uint8Array,
    remoteFingerprint: Uint8Array,
    remote: Address | undefined,
  ): Connection {
    return {
      kind,
      channel,
      localFingerprint,
      remoteFingerprint,
      remote,
      roundTripMs: () => {
        const { around } = this.#machine.network;
        const [here, there] = [this.#machine.address, remote?.host ?? ''];
        return around.path(here, there).delayMs + around.path(there, here).delayMs;
      },
      close: () => channel.close(),
      abort: () => {
        channel.abort();
      },
    };
  }

  #repeat(
    addresses: readonly Address[],
    what: string,
    wanted: () => boolean,
    arrived: (to: Address) => void,
    waitMs = KNOCK_AGAIN_MS,
  ): void {
    if (!wanted() || !this.#machine.alive) return;
    for (const to of addresses) {
      this.#machine.network.datagram({ what, from: this.#machine.address, to: to.host }, () => {
        if (wanted()) arrived(to);
      });
    }
    this.#machine.clock.setTimeout(() => {
      this.#repeat(addresses, what, wanted, arrived, waitMs < LONGEST_WAIT_MS ? 2 * waitMs : KNOCK_AGAIN_MS);
    }, waitMs);
  }

  #keep(connection: Connection): void {
    this.#connections.add(connection);
    void connection.channel.closed.then(() => this.#connections.delete(connection));
  }
}

import { concat, hash256, utf8, type MemberId } from '@fyteclub/identity';
import {
  checkKnock,
  dialCredentials,
  knockTag,
  lookupTag,
  type Address,
  type Admission,
  type Connection,
  type Knock,
  type NetworkHost,
  type WireIdentity,
} from '@fyteclub/transport';
import type { SimulatedMachine } from '@fyteclub/transport/testing';

const DIAL_MS = 10_000;

/** Where somebody can be reached. */
export interface Whereabouts {
  readonly addresses: readonly Address[];
  readonly fingerprint: Uint8Array;
}

/** What a rogue's wire needs to know of it. */
export interface WireParts {
  readonly machine: SimulatedMachine;
  readonly identity: WireIdentity;
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
  /** The secrets behind the doors that members share with us, by the member. */
  readonly doors: () => ReadonlyMap<MemberId, Uint8Array>;
  /** Those behind doors that are nobody's in particular. */
  readonly moreDoors: () => readonly Uint8Array[];
  /** Somebody came; undefined came by a door that is nobody's in particular. */
  readonly dialled: (connection: Connection, by: MemberId | undefined) => void;
}

/** The secret behind the door of everybody who holds an epoch's key. */
export const groupDoor = (secret: Uint8Array): Uint8Array => hash256(concat(utf8('group door'), secret));

/** A member's port, without a node behind it. */
export class Wire {
  readonly #parts: WireParts;
  #host: NetworkHost | undefined;

  constructor(parts: WireParts) {
    this.#parts = parts;
  }

  get identity(): WireIdentity {
    return this.#parts.identity;
  }

  /** Opens the port that the member's node had. */
  async listen(port: number): Promise<void> {
    const admit = (knock: Knock): Admission | undefined => this.#admit(knock);
    const opened = await this.#parts.machine.openHost({ bind: '0.0.0.0', port, stun: [], admit });
    if (!opened.ok) throw new Error(`port ${port} is taken`);
    this.#host = opened.value;
    opened.value.incoming$.subscribe(({ connection, tag }) => {
      const [by] = [...this.#parts.doors()].find(([, secret]) => lookupTag(secret) === tag) ?? [];
      this.#parts.dialled(connection, by);
    });
  }

  addresses(): readonly Address[] {
    return this.#host?.addresses() ?? [];
  }

  /** A connection by somebody's door, with nothing said over it. */
  async knock({ addresses, fingerprint }: Whereabouts, secret: Uint8Array): Promise<Connection | undefined> {
    const { now, random, identity } = this.#parts;
    const dialled = await this.#host?.dial({
      ...dialCredentials(secret, now(), random),
      addresses,
      fingerprint,
      identity,
      kind: 'control',
      timeoutMs: DIAL_MS,
    });
    return dialled?.ok === true ? dialled.value : undefined;
  }

  #admit(knock: Knock): Admission | undefined {
    const { doors, moreDoors, identity, now } = this.#parts;
    const tag = knockTag(knock);
    const secret = [...doors().values(), ...moreDoors()].find((door) => lookupTag(door) === tag);
    const credentials = secret && checkKnock(secret, knock, now());
    return tag !== undefined && credentials?.ok === true
      ? { identity, tag, ...credentials.value }
      : undefined;
  }
}

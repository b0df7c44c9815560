import { randomBytes } from 'node:crypto';
import { checkKnock, dialCredentials, knockTag, lookupTag, meetCredentials } from '../credentials.ts';
import type {
  Admission,
  Connection,
  DialPlan,
  Incoming,
  Knock,
  MeetPlan,
  Network,
  NetworkHost,
  WireIdentity,
} from '../network.ts';
import { createWireIdentity } from '../wire-identity.ts';

/** A friend with a node on this machine. All friends of one test share one secret. */
export interface Friend {
  readonly host: NetworkHost;
  readonly identity: WireIdentity;
  readonly incoming: Incoming[];
  readonly knocks: Knock[];
  nextIncoming(): Promise<Incoming>;
  dialPlan(to: Friend, more?: Partial<DialPlan>): DialPlan;
  meetPlan(to: Friend, role: 'offer' | 'answer', more?: Partial<MeetPlan>): MeetPlan;
}

export async function friend(
  network: Network,
  secret: Uint8Array,
  options: {
    readonly bind?: string;
    readonly port?: number;
    readonly admit?: (knock: Knock) => Admission | undefined;
  } = {},
): Promise<Friend> {
  const identity = await createWireIdentity();
  const knocks: Knock[] = [];
  const admit = (knock: Knock): Admission | undefined => {
    knocks.push(knock);
    if (options.admit) return options.admit(knock);
    if (knockTag(knock) !== lookupTag(secret)) return undefined;
    const checked = checkKnock(secret, knock, Date.now());
    return checked.ok ? { identity, ...checked.value, tag: lookupTag(secret) } : undefined;
  };
  const opened = await network.openHost({
    bind: options.bind ?? '127.0.0.1',
    port: options.port ?? 0,
    stun: [],
    admit,
  });
  if (!opened.ok) throw new Error(opened.error);
  const host = opened.value;
  const incoming: Incoming[] = [];
  const waiting: ((incoming: Incoming) => void)[] = [];
  host.incoming$.subscribe((next) => {
    const taker = waiting.shift();
    if (taker) taker(next);
    else incoming.push(next);
  });
  const plan = { identity, kind: 'control' } as const;
  return {
    host,
    identity,
    incoming,
    knocks,
    nextIncoming: () => {
      const ready = incoming.shift();
      return ready ? Promise.resolve(ready) : new Promise((resolve) => waiting.push(resolve));
    },
    dialPlan: (to, more = {}) => ({
      ...plan,
      addresses: to.host.addresses(),
      ...dialCredentials(secret, Date.now(), randomBytes),
      fingerprint: to.identity.fingerprint,
      timeoutMs: 10_000,
      ...more,
    }),
    meetPlan: (to, role, more = {}) => ({
      ...plan,
      addresses: to.host.addresses(),
      ...meetCredentials(secret, role, new Uint8Array()),
      fingerprint: to.identity.fingerprint,
      role,
      deadlineMs: 20_000,
      ...more,
    }),
  };
}

/** Dials and waits for both ends. */
export async function connected(
  from: Friend,
  to: Friend,
  more: Partial<DialPlan> = {},
): Promise<{ readonly near: Connection; readonly far: Connection }> {
  const arriving = to.nextIncoming();
  const dialled = await from.host.dial(from.dialPlan(to, more));
  if (!dialled.ok) throw new Error(dialled.error);
  return { near: dialled.value, far: (await arriving).connection };
}

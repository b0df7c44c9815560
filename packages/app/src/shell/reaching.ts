import type { Endpoint, MemberId } from '@fyteclub/identity';
import { dialCredentials, type Connection } from '@fyteclub/transport';
import type { Book } from './book.ts';
import type { Self } from './context.ts';
import { endWith, firstOf, pause } from './waiting.ts';

const DIAL_TIMEOUT_MS = 10_000;
const GROUP_DOOR_AFTER_MS = 1500;

/** Dials a member at its last known address, however old. */
export async function dialMember(
  self: Self,
  book: Book,
  member: MemberId,
  signal: AbortSignal,
): Promise<Connection | undefined> {
  const endpoint = book.dialHint(member);
  if (endpoint === undefined || endpoint.addresses.length === 0) return undefined;
  const done = new AbortController();
  const release = endWith(signal, done);
  const both = done.signal;
  const knocks = [
    knock(self, endpoint, book.doors.pair(member), both),
    // Somebody who was away when we were admitted cannot know our pair's door; the group's own is open to us, and
    // whoever was away for long has that of an earlier epoch.
    ...book.doors
      .group()
      .map((secret) =>
        pause(self.node.parts.clock, GROUP_DOOR_AFTER_MS, both).then(() =>
          knock(self, endpoint, secret, both),
        ),
      ),
  ];
  const connection = await firstOf(knocks);
  release();
  done.abort();
  return connection;
}

async function knock(
  { node: { host, parts }, wire }: Self,
  endpoint: Endpoint,
  secret: Uint8Array | undefined,
  signal: AbortSignal,
): Promise<Connection | undefined> {
  if (secret === undefined || signal.aborted) return undefined;
  const dialled = await host.dial({
    ...dialCredentials(secret, parts.now(), parts.random),
    addresses: endpoint.addresses,
    fingerprint: endpoint.fingerprint,
    identity: wire,
    kind: 'control',
    timeoutMs: DIAL_TIMEOUT_MS,
    signal,
  });
  return dialled.ok ? dialled.value : undefined;
}

import type { Admission, Connection, Knock, WireIdentity } from '@fyteclub/transport';
import { checkKnock, knockTag, lookupTag } from '@fyteclub/transport';

/** Somebody whose dials we take: the secret behind their credentials, and who handles the connection. */
export interface Caller {
  /** 32 bytes shared with exactly the callers meant: a pair of members, or the holders of one invite. */
  readonly secret: Uint8Array;
  readonly identity: WireIdentity;
  readonly onConnection: (connection: Connection) => void;
}

/**
 * The one UDP port of the node serves every syncshell. A knock carries a tag derived from a secret; without
 * that secret no connection is even begun, and strangers cannot tell which groups live behind the port.
 */
export class Doorway {
  readonly #callers = new Map<string, Caller>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @returns how to stop taking these dials. */
  expect(caller: Caller): () => void {
    const tag = lookupTag(caller.secret);
    this.#callers.set(tag, caller);
    return () => {
      if (this.#callers.get(tag) === caller) this.#callers.delete(tag);
    };
  }

  admit(knock: Knock): Admission | undefined {
    const tag = knockTag(knock);
    const caller = tag === undefined ? undefined : this.#callers.get(tag);
    if (tag === undefined || caller === undefined) return undefined;
    const credentials = checkKnock(caller.secret, knock, this.#now());
    return credentials.ok ? { identity: caller.identity, tag, ...credentials.value } : undefined;
  }

  enter(tag: string, connection: Connection): void {
    const caller = this.#callers.get(tag);
    if (caller === undefined) connection.abort();
    else caller.onConnection(connection);
  }
}

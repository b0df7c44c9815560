import { createHash, timingSafeEqual } from 'node:crypto';

/** A link to the page is good for so long. */
export const LINK_LIFE_MS = 60_000;
/** Whoever has not signed in for so long does it again. */
export const SESSION_LIFE_MS = 30 * 24 * 60 * 60 * 1000;
/** The browsers that were signed in last. */
const MAX_SESSIONS = 32;
const MAX_LINKS = 8;

const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Compares what is secret with what was shown, without telling by its time how much of it was right. */
export const isSecret = (shown: string, hash: Buffer): boolean => timingSafeEqual(digest(shown), hash);

/** A browser that is signed in. */
export interface Session {
  /** Of its secret, as hex. */
  readonly hash: string;
  readonly until: number;
}

interface Source {
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
  /** Who was signed in when the node last ran. */
  readonly known: readonly Session[];
  /** Is told whenever somebody has signed in. */
  readonly keep: (sessions: readonly Session[]) => void;
}

/** Who is signed in at the page's door. Secrets are kept by their hashes alone. */
export class Sessions {
  readonly #source: Source;
  #links: readonly { readonly hash: Buffer; readonly until: number }[] = [];
  #sessions: readonly Session[];

  constructor(source: Source) {
    this.#source = source;
    this.#sessions = source.known;
  }

  /** A token for one sign-in within {@link LINK_LIFE_MS}. */
  mint(): string {
    const token = this.#secret();
    const link = { hash: digest(token), until: this.#source.now() + LINK_LIFE_MS };
    this.#links = [link, ...this.#links].slice(0, MAX_LINKS);
    return token;
  }

  /** Swaps a token for a session's secret; a token is good once. */
  signIn(token: string): string | undefined {
    const now = this.#source.now();
    const found = this.#links.find(({ hash, until }) => now <= until && isSecret(token, hash));
    if (found === undefined) return undefined;
    this.#links = this.#links.filter((link) => link !== found);
    const session = this.#secret();
    const mine = { hash: digest(session).toString('hex'), until: now + SESSION_LIFE_MS };
    this.#sessions = [mine, ...this.#sessions.filter(({ until }) => now <= until)].slice(0, MAX_SESSIONS);
    this.#source.keep(this.#sessions);
    return session;
  }

  holds(session: string): boolean {
    const now = this.#source.now();
    return this.#sessions.some(
      ({ hash, until }) => now <= until && isSecret(session, Buffer.from(hash, 'hex')),
    );
  }

  #secret(): string {
    return Buffer.from(this.#source.random(32)).toString('base64url');
  }
}

export const secretHash = digest;

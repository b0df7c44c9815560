import type { Door } from './verb.ts';

/** What of a request decides whether it may come in; header values as they came. */
export interface Knocking {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly secFetchSite: string | undefined;
  readonly contentType: string | undefined;
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
  readonly upgrade: string | undefined;
}

/** What the door knows: its port, and who it let in before. */
export interface Doorkeeping {
  readonly port: number;
  readonly isSession: (cookie: string) => boolean;
  readonly isPlugin: (token: string) => boolean;
}

export interface Refused {
  readonly status: 400 | 401 | 403 | 405 | 415;
  readonly code: 'wrong-host' | 'wrong-origin' | 'not-signed-in' | 'usage';
  readonly detail: string;
}

const refused = (status: Refused['status'], code: Refused['code'], detail = ''): Refused => ({
  status,
  code,
  detail,
});
export const NOT_SIGNED_IN = refused(401, 'not-signed-in');

/** `file`: part of the page itself, in which nothing is secret. `sign-in`: somebody shows a one-time token. */
export type Entrance = { readonly as: Extract<Door, 'page' | 'plugin'> | 'file' | 'sign-in' };

/** Where a one-time token is swapped for a cookie. */
export const SIGN_IN_PATH = '/v1/session';
const API = '/v1/';

export const cookieName = (port: number): string => `fyteclub-${port}`;

/** Every spelling of this machine's own door: a name that somebody else made point here is none of them. */
const ownHosts = (port: number): readonly string[] => [
  `127.0.0.1:${port}`,
  `localhost:${port}`,
  `[::1]:${port}`,
];

/** Browsers say where a request comes from; an older one says at least its origin. Who says neither is no page. */
function isSameOrigin({ secFetchSite, origin, host }: Knocking): boolean {
  const own = origin === undefined || origin === `http://${host ?? ''}`;
  return own && (secFetchSite === undefined ? origin !== undefined : secFetchSite === 'same-origin');
}

function sessionIn(cookie: string | undefined, port: number): string | undefined {
  const pairs = (cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === cookieName(port))?.[1];
}

/**
 * Whether a request to the page's door may come in, and as what. The door stands open to every program and every web
 * page on this machine, so each request shows anew that it comes from our page or knows the plugin's token.
 */
export function admitRequest(
  asked: Knocking,
  { port, isSession, isPlugin }: Doorkeeping,
): Entrance | Refused {
  if (asked.host === undefined || !ownHosts(port).includes(asked.host)) return refused(403, 'wrong-host');
  if (asked.upgrade !== undefined) return refused(400, 'usage', 'No other protocol is spoken here.');
  const isReading = asked.method === 'GET' || asked.method === 'HEAD';
  if (!asked.path.startsWith(API))
    return isReading ? { as: 'file' } : refused(405, 'usage', 'This is only there to be read.');
  if (!isReading && asked.method !== 'POST')
    return refused(405, 'usage', 'Only GET and POST are known here.');
  const bearer = /^Bearer ([\w-]+)$/.exec(asked.authorization ?? '')?.[1];
  // A page can set that header too, but no page can keep its browser from saying whence it comes.
  const isNoPage = asked.origin === undefined && asked.secFetchSite === undefined;
  const byToken = bearer !== undefined && isNoPage;
  if (!byToken && !isSameOrigin(asked)) return refused(403, 'wrong-origin');
  if (!isReading && asked.contentType !== 'application/json')
    return refused(415, 'usage', 'What is sent must be application/json.');
  if (byToken) return isPlugin(bearer) ? { as: 'plugin' } : NOT_SIGNED_IN;
  if (asked.path === SIGN_IN_PATH && !isReading) return { as: 'sign-in' };
  const session = sessionIn(asked.cookie, port);
  return session !== undefined && isSession(session) ? { as: 'page' } : NOT_SIGNED_IN;
}

const GUARD_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
    "font-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

const INSPECTOR_PATH = '/inspect/';

/**
 * Said with every answer: nobody frames, sniffs, embeds, stores or tells on what this door gives. Only the inspector's page
 * may go on talking to a window that it opened, which is how Stately's inspector is told of a node.
 */
export const guardHeaders = (path: string): Readonly<Record<string, string>> =>
  path === INSPECTOR_PATH
    ? { ...GUARD_HEADERS, 'cross-origin-opener-policy': 'same-origin-allow-popups' }
    : GUARD_HEADERS;

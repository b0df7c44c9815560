import { existsSync } from 'node:fs';
import { callVerb, resolvePaths } from '@fyteclub/app';
import axe from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { CastMember } from '../processes/cast.ts';

/** No page and no part of one comes from anywhere but the node, and the browser calls nobody by itself. */
const FLAGS =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking ' +
  '--disable-component-update --disable-sync';

/** Whatever a page asks of others is not found, since no test asks anybody beyond this machine. */
const NOBODY = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';

const PATH = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Why no story of a page can run here; undefined where one can. */
export const noBrowser: string | undefined = existsSync(PATH) ? undefined : `there is no browser at ${PATH}`;
/** Where everything must run, a missing browser is a failure like any other. */
export const mustRun = noBrowser === undefined || process.env['CI'] === 'true';

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: PATH, args: [...FLAGS.split(' '), NOBODY] });

/** A person's page, in a browser that nobody else uses. */
export interface Opened {
  readonly page: Page;
  /** What the page threw, said on its console, or asked of anybody but its node. */
  readonly complaints: readonly string[];
}

/** A link that signs in once, as `fyteclub open` prints it, or `fyteclub inspect`. */
export async function linkTo({ name, home }: CastMember, verb: 'open' | 'inspect' = 'open'): Promise<string> {
  const answer = await callVerb(resolvePaths(home, process.env).socket, verb, {});
  if (!answer.ok) throw new Error(`${name} has no page: ${JSON.stringify(answer.error)}`);
  return (answer.value as { url: string }).url;
}

interface Surroundings {
  /** What of the page is answered by nobody until it is unrouted. */
  readonly cut?: (url: URL) => boolean;
  /** What prints the link; `open` unless told. */
  readonly verb?: 'open' | 'inspect';
  /** Stands in for everybody beyond this machine: is told what is asked, and gives a page of HTML. */
  readonly beyond?: (url: string) => string;
}

export async function openPage(
  browser: Browser,
  person: CastMember,
  { cut, verb, beyond }: Surroundings = {},
): Promise<Opened> {
  const context = await browser.newContext({ colorScheme: 'dark', viewport: { width: 1280, height: 900 } });
  if (beyond !== undefined)
    await context.route(
      ({ protocol }) => protocol === 'https:',
      (route) => route.fulfill({ contentType: 'text/html', body: beyond(route.request().url()) }),
    );
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const link = await linkTo(person, verb);
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    // That nobody answers is what some stories are about.
    if (message.type() === 'error' && !message.text().includes('Failed to load resource'))
      complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== new URL(link).origin) complaints.push(`asked ${request.url()}`);
  });
  if (cut !== undefined) await page.route(cut, (route) => route.abort());
  await page.goto(link);
  return { page, complaints };
}

const WIDTHS = [1280, 360] as const;
const SCHEMES = ['dark', 'light'] as const;
const RULES = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  // A third of the time: what is right need not be told, and of style sheets and films only rules that are off read.
  resultTypes: ['violations'],
  preload: false,
};

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What is wrong with the state a page is in: by axe in both colour schemes and widths, and by its width. */
export async function whatLooksWrong(page: Page): Promise<string[]> {
  const wrong: string[] = [];
  await page.evaluate(axe.source);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const tooWide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    if (typeof tooWide !== 'number' || tooWide > 0) wrong.push(`${width} px: ${String(tooWide)} px too wide`);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const found = await page.evaluate<{ violations: Violation[] }>(
        `axe.run(document, ${JSON.stringify(RULES)})`,
      );
      for (const { id, nodes } of found.violations)
        wrong.push(
          `${width} px, ${colorScheme}: ${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`).join('; ')}`,
        );
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'no-preference' });
  return wrong;
}
